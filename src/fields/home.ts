/** What a domain says about its front page: figures, lists and charts, in their order. */

/** Items chosen as in the address of the list, by the names of its parameters: `{ status: ['to_do', 'doing'] }`. */
export type Narrowing = Readonly<Record<string, string | readonly string[]>>

/** A day so many days from today, as a filter by a date takes it: `day(-1)` is yesterday. */
export type Day = (offset: number) => string

/** Which items: always the same ones, or those that today decides. */
export type Chosen = Narrowing | ((day: Day) => Narrowing)

/** A number at the head of the page. */
export type HomeFigure =
  /** How many items there are, or entries of a lookup. */
  | { readonly of: string }
  /** How many of these items there are. */
  | { readonly label: string; readonly filter: Chosen }
  /** The sum of a field, or of a product of two: `sum: ['price', 'quantity']`. */
  | {
      readonly label: string
      readonly sum: readonly [field: string, times?: string]
      readonly filter?: Chosen
    }

export interface HomeList {
  readonly show: 'list'
  readonly title: string
  readonly filter: Chosen
  /** The order, as in the address of the list. Default: the newest first. */
  readonly sort?: string
  /** Default: cards. A table shows the columns that the list has; lines show one item after the other. */
  readonly as?: 'cards' | 'table' | 'lines'
  /** Of a table or of lines: what stands beside each title. */
  readonly fields?: readonly string[]
  readonly most?: number
  /** What is said where there are none; without it the list is left out then. */
  readonly empty?: string
  /** True for what somebody should do something about. */
  readonly urgent?: boolean
  /** Lists in half of the page's width stand side by side. */
  readonly half?: boolean
}

export type HomeBlock =
  | HomeList
  /** The newest items. */
  | { readonly show: 'newest'; readonly as?: HomeList['as']; readonly fields?: readonly string[] }
  /** How many items there are of each type, of each choice of a field, or of the entries that have most. The field is declared `filter`. */
  | { readonly show: 'bars'; readonly by: string }
  /** How many items there are of each decade or century, by the first field that holds a year and is declared `filter`. */
  | { readonly show: 'decades'; readonly years?: 10 | 100 }

export interface Home {
  /** How the head of the page looks, and the project: its sheet is in `public/styles/looks`. */
  readonly look: 'drawers' | 'ledger' | 'agenda' | 'gallery' | 'reading room'
  readonly figures: readonly HomeFigure[]
  readonly blocks: readonly HomeBlock[]
}

/** A condition over two fields of an item: the first is at most as great as the second. */
export interface DeclaredComparison {
  readonly label: string
  readonly field: string
  readonly atMost: string
}
