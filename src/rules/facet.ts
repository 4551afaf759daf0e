/** The numbers beside the filters of declared fields, as the search counts them. */

/** How many of the items found have each choice of a field, without regard to what is chosen of that field itself. */
export interface ChoicesFacet {
  readonly kind: 'choices'
  /** In the order of the field's `filterBy.keys`; those without items count 0. */
  readonly counts: readonly { readonly key: string; readonly count: number }[]
}

/** How the values of a field are spread over its range. */
export interface RangeFacet {
  readonly kind: 'range'
  /** Bars from the lowest value to the highest: at most 24, or of the width that was asked for. All are equally wide, but the first and the last may be wider. Ends are as a form holds them, and can stand in the address. */
  readonly bars: readonly { readonly from: string; readonly to: string; readonly count: number }[]
}

export type FieldFacet = ChoicesFacet | RangeFacet
