/** A line of `src/domain.ts` for each kind of field, with what a person types for it, and where they then see it. */

export interface DeclaredField {
  /** What is typed for two items, the first of which comes first going up. A third has none. */
  sent: readonly [first: string, second: string]
  /** What stands on the page of the first. */
  shown: string
  /** What files have of the first. Text: what was sent. */
  cell?: string
  json?: unknown
  /** A text that is refused; none where every text is a value. */
  wrong?: string
  /** An address that finds the first item alone, and the text of its chip. */
  filter?: readonly [query: string, chip: string]
  sorts?: boolean
  line: string
  /** Refers to rows of another table, which stand in a column of another name or in a table of their own. */
  refers?: true
}

const all = 'table: true, card: true, search: true'
const found = `${all}, sort: true, filter: true`

/** Money first, so that what everybody else's card shows at its head is declared behind it. */
export const declaredFields: Record<string, DeclaredField> = {
  price: {
    line: `field.money('Price', { currency: 'EUR', help: 'What was paid', group: 'Purchase', ${found} })`,
    sent: ['9.9', '12.5'],
    shown: '€9.90',
    cell: '9.90',
    json: '9.90',
    wrong: '12,50',
    filter: ['price_from=9.9&price_to=10', 'Price: €9.90 to €10.00'],
    sorts: true,
  },
  shelf: {
    line: `field.text('Shelf', { unique: true, ${found} })`,
    sent: ['Äther 1', 'Bühne 2'],
    shown: 'Äther 1',
    wrong: 'x'.repeat(501),
    filter: ['shelf=ather', 'Shelf: “ather”'],
    sorts: true,
  },
  remarks: {
    line: `field.longText('Remarks', { filter: true, ${all} })`,
    sent: ['A remark\nin two lines', 'Zero remarks'],
    shown: 'A remark\nin two lines',
    wrong: 'x'.repeat(20_001),
    filter: ['remarks=LINES+remark', 'Remarks: “LINES remark”'],
  },
  pages: {
    line: `field.integer('Pages', { min: 1, max: 9999, ${found} })`,
    sent: ['96', '1024'],
    shown: '96',
    json: 96,
    wrong: '0',
    filter: ['pages_to=100', 'Pages: to 100'],
    sorts: true,
  },
  weight: {
    line: `field.decimal('Weight', { decimals: 3, unit: 'kg', group: 'Purchase', ${found} })`,
    sent: ['0.25', '1.1250'],
    shown: '0.250 kg',
    cell: '0.250',
    json: '0.250',
    wrong: '1.1255',
    filter: ['weight_from=0.2&weight_to=0.3', 'Weight: 0.200 kg to 0.300 kg'],
    sorts: true,
  },
  stars: {
    line: `field.rating('Stars', { ${found} })`,
    sent: ['2', '4'],
    shown: '2 of 5',
    json: 2,
    wrong: '6',
    filter: ['stars_to=3', 'Stars: to 3 of 5'],
    sorts: true,
  },
  founded: {
    line: `field.year('Founded', { ${found} })`,
    sent: ['-428', '1815'],
    shown: '428 BCE',
    json: -428,
    wrong: 'c. 1800',
    filter: ['founded_to=0', 'to 0'],
    sorts: true,
  },
  bought: {
    line: `field.date('Bought', { ${found} })`,
    sent: ['2024-02-29', '2026-03-29'],
    shown: '29 Feb 2024',
    wrong: '2024-02-30',
    filter: ['bought_to=2024-12-31', 'Bought: to 31 Dec 2024'],
    sorts: true,
  },
  seen_at: {
    line: `field.dateTime('Seen at', { ${found} })`,
    sent: ['2026-03-29T10:00+02:00', '2026-03-29 08:30'],
    shown: '29 March 2026 at 08:00 UTC',
    cell: '2026-03-29T08:00:00Z',
    json: '2026-03-29T08:00:00.000Z',
    wrong: 'yesterday',
    filter: ['seen_at_to=2026-03-29T08:15:00Z', 'Seen at: to 29 March 2026 at 08:15 UTC'],
    sorts: true,
  },
  condition: {
    line: `field.choice('Condition', { values: { new: 'As new', worn: 'Well worn' }, ${found} })`,
    sent: ['new', 'worn'],
    shown: 'As new',
    wrong: 'stolen',
    filter: ['condition=new', 'Condition: As new'],
    sorts: true,
  },
  signed: {
    line: `field.yesNo('Signed', { yes: 'By hand', no: 'Not at all', ${found} })`,
    sent: ['yes', 'no'],
    shown: 'By hand',
    json: true,
    wrong: 'maybe',
    filter: ['signed=yes', 'Signed: By hand'],
    sorts: true,
  },
  homepage: {
    line: `field.link('Homepage', { filter: true, ${all} })`,
    sent: ['https://www.example.org/first', 'http://example.net/'],
    shown: 'example.org/first',
    wrong: 'javascript:alert(1)',
    // The second has one as well: what finds one item alone is tried for the third.
    filter: ['homepage=none', 'Homepage: None'],
  },
  lender: {
    line: `field.person('Lender', { read: 'item.notes.read', filter: true, table: true, card: true })`,
    sent: ['adele', 'bruno'],
    shown: 'adele',
    wrong: 'nobody at all',
    filter: ['lender=adele', 'Lender: adele'],
    refers: true,
  },
  part_of: {
    line: `field.item('Part of', { filter: true, table: true, card: true })`,
    sent: ['1', '2'],
    shown: 'The whole',
    json: 1,
    wrong: 'the first',
    filter: ['part_of=1', 'The whole'],
    refers: true,
  },
  publisher: {
    line: `field.lookup('Publisher', { of: 'suppliers', filter: true, table: true, card: true })`,
    sent: ['Ärger & Co', 'Zeit'],
    shown: 'Ärger & Co',
    filter: ['publisher=1', 'Ärger & Co'],
    refers: true,
  },
  translators: {
    line: `field.lookup('Translators', { of: 'creators', many: true, filter: true, table: true, card: true })`,
    sent: ['Übersetzerin', 'Wer'],
    shown: 'Übersetzerin',
    json: ['Übersetzerin'],
    filter: ['translators=1', 'Übersetzerin'],
    refers: true,
  },
}

/** A lookup of the project's own, put after the line that begins the lookups. */
export const lineOfLookup = `    suppliers: { noun: noun('supplier', 'suppliers'), fields: { phone: field.text('Telephone') } },`

/** The lines as a person writes them. @param more options, such as who may read the fields */
export function linesOf(more = ''): string[] {
  return Object.entries(declaredFields).map(
    ([name, { line }]) =>
      `    ${name}: ${line.includes('read:') ? line : line.replace(/ \}\)$/, `${more} })`)},`,
  )
}
