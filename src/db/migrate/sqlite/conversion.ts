/** Conversions in SQLite's SQL. It has no types of its own to go by: each value is looked at as what it is. */
import type { ColumnType } from '../core/columns.ts'
import { listed, safeDigits, no, doubleRange, realRange, tooLarge, valuesOf, yes } from '../ddl/conversion.ts'
import type { ValuesOfType } from '../ddl/conversion.ts'
import { typeName } from '../ddl/create.ts'
import { quote } from '../ddl/quote.ts'

/** SQL for the new value of a column. @param from the name of the type that it has */
export function sqliteConversion(column: string, type: ColumnType, from?: string): string {
  const c = quote(column)
  switch (valuesOf(type).kind) {
    case 'whole':
      return `cast(cast(trim(${c}) as numeric) as integer)`
    case 'real':
      return `cast(trim(${c}) as real)`
    case 'decimal':
      return `cast(trim(${c}) as numeric)`
    case 'text':
    case 'form':
      return textOf(c, from)
    case 'boolean':
      return `case when ${c} is not null then substr(lower(trim(${c})), 1, 1) in ('t', 'y', '1') or lower(trim(${c})) = 'on' end`
    case 'time':
      return momentOf(c)
    case 'date':
      return `substr(${momentOf(c)}, 1, 10)`
    case 'own':
      return `cast(${textOf(c, from)} as ${typeName(type, 'sqlite')})`
    default:
      return c
  }
}

/** The value as PostgreSQL writes it: a decimal with all its places, so that both have the same length. */
function textOf(c: string, from = ''): string {
  const [, scale] = /^(?:numeric|decimal)\(\d+\s*,\s*(\d+)\)$/i.exec(from) ?? []
  const places = `printf('%.${scale}f', ${c})`
  const number = (sql: string) =>
    scale === undefined ? sql : `case when cast(${places} as real) = ${c} then ${places} else ${sql} end`
  return `case typeof(${c}) when 'text' then ${c} when 'real' then ${number(written(c))} else ${number(`cast(${c} as text)`)} end`
}

/** A condition that finds the values which do not fit. */
export function sqliteMisfit(column: string, type: ColumnType, from?: string): string {
  const c = quote(column)
  const cases = Object.entries(fitting(c, type, from)).map(
    ([kind, condition]) => `when '${kind}' then ${condition}`,
  )
  return `${c} is not null and not coalesce(case typeof(${c}) ${cases.join(' ')} end, false)`
}

/** The condition for a value that fits, for each kind of value that can. */
function fitting(
  c: string,
  type: ColumnType,
  from: string | undefined,
): Partial<Record<'integer' | 'real' | 'text' | 'blob', string>> {
  const values = valuesOf(type)
  const anyOf = (condition: string) => ({ integer: condition, real: condition, text: condition })
  switch (values.kind) {
    case 'bytes':
      return { blob: 'true' }
    case 'text': {
      const fits = fitsText(textOf(c, from), values, from)
      return { integer: fits, real: `${isShort(c)} and ${fits}`, text: fits }
    }
    case 'time':
      return { text: `substr(${momentOf(c)}, ${21 + values.digits}) = '${'0'.repeat(3 - values.digits)}Z'` }
    case 'date':
      return { text: `substr(${momentOf(c)}, 11) = 'T00:00:00.000Z'` }
    case 'boolean':
      return { integer: `${c} in (0, 1)`, real: `${c} in (0, 1)`, text: isBoolean(c) }
    case 'json':
      return { ...numeric(c, values, from), text: isJson(c) }
    case 'form':
      return { text: values.patterns.map((pattern) => `${c} glob '${pattern}'`).join(' or ') }
    case 'own':
      return anyOf(
        `cast(cast(${textOf(c, from)} as ${typeName(type, 'sqlite')}) as text) = ${textOf(c, from)}`,
      )
    default:
      return numeric(c, values, from)
  }
}

function fitsText(
  text: string,
  { most, padded }: Extract<ValuesOfType, { kind: 'text' }>,
  from = '',
): string {
  if (most === undefined) return 'true'
  if (/^json/i.test(from)) return 'false' // each engine writes JSON at another length
  return `length(${text}) <= ${most}${padded ? ` and rtrim(${text}, ' ') = ${text}` : ''}`
}

type Numeric = Extract<ValuesOfType, { kind: 'whole' | 'real' | 'decimal' | 'json' }>

/** Every number goes through a double, as SQLite keeps it: one that has more digits than a double keeps for certain does not fit. */
function numeric(c: string, type: Numeric, from = ''): Record<'integer' | 'real' | 'text', string> {
  const x = `cast(${c} as real)`
  const inType = (text = c) => holds(text, x, type)
  const short = `length(${c}) < 10 and ${c} not glob '*[^0-9]*' and ${c} <> ''` // most values: looked at once, and cheaply
  const stays = type.kind === 'real' && type.digits === undefined && !/^json/i.test(from)
  return {
    integer: `(${c} between -${exact} and ${exact} or ${survives(`cast(${c} as text)`)}) and ${inType()}`,
    real: `(${c} = 0 or abs(${c}) between ${doubleRange.least} and ${doubleRange.most}) and ${stays ? 'true' : isShort(c)} and ${inType(written(c))}`,
    text: `instr(${c}, char(0)) = 0 and case when ${short} then ${inType()} else ${isNumber(c)} and ${survives(c)} and ${inType()} end`,
  }
}

function holds(c: string, x: string, type: Numeric): string {
  switch (type.kind) {
    case 'whole':
      return `${x} = cast(${x} as integer) and ${x} between ${type.least} and ${type.most}`
    case 'decimal':
      return `${x} = round(${x}, ${type.scale}) and abs(${x}) < ${tooLarge(type)}`
    case 'json':
      return `abs(${x}) < ${tooLarge(type)}`
    case 'real':
      return type.digits === undefined
        ? 'true'
        : `(${x} = 0 or abs(${x}) between ${realRange.least} and ${realRange.most} and length(${digits(c)}) <= ${type.digits})`
  }
}

/** Compared with a number, SQLite takes a text for one only where the whole of it is one. */
function isNumber(c: string): string {
  return `${c} not glob '*[^0-9eE.+ -]*' and ${c} not glob '*[eE]*[0-9][0-9][0-9][0-9]*' and length(${c}) <= ${doubleRange.length} and cast(${c} as numeric) = ${c}`
}

/** The significant digits of a number: without sign, point, exponent and the zeros around them. */
const digits = (text: string) =>
  `rtrim(ltrim(replace(substr(${text}, 1, instr(lower(${text}) || 'e', 'e') - 1), '.', ''), ' +-0'), ' 0')`

/** Up to here a double is every integer. */
const exact = 2 ** 53

/** Of a number as text a double keeps fifteen digits for certain, and integers. @see https://www.sqlite.org/floatingpoint.html */
function survives(text: string): string {
  const inRange = `abs(cast(${text} as real)) between ${doubleRange.least} and ${doubleRange.most}`
  const isInteger = `trim(${text}) not glob '*[^0-9+-]*' and cast(trim(${text}) as integer) between -${exact} and ${exact}`
  return `(${digits(text)} = '' or ${inRange} and (length(${digits(text)}) <= ${safeDigits} or ${isInteger}))`
}

/** The same of a double. */
function isShort(x: string): string {
  return `(cast(printf('%.${safeDigits}g', ${x}) as real) = ${x} or ${x} = round(${x}) and abs(${x}) <= ${exact})`
}

/** Such a double in the form in which PostgreSQL writes it. */
function written(x: string): string {
  const short = `printf('%.${safeDigits}g', ${x})`
  return `case when cast(${short} as real) = ${x} then ${short} else printf('%.15e', ${x}) end`
}

function isBoolean(c: string): string {
  return `instr(${c}, char(0)) = 0 and (lower(trim(${c})) in ${listed(['0', '1', ...yes, ...no])} or trim(${c}) glob '[01].0*' and trim(substr(trim(${c}), 4), '0') = '')`
}

/**
 * JSON of which nothing is lost on either engine: no name twice in one object, no character that PostgreSQL's texts cannot hold,
 * and a number that stands alone is one that SQLite keeps.
 */
function isJson(c: string): string {
  const escapes = `replace(lower(${c}), '\\\\', '')`
  const lone = `ltrim(${c}, char(32, 9, 10, 13)) glob '[-0-9]*'`
  // Half of a character of two halves is read as U+FFFD, although it is none.
  const half = `exists (select 1 from json_tree(${c}) where replace(replace(replace(coalesce(key, '') || coalesce(atom, ''), char(65533), ''), char(65534), ''), char(65535), '') glob '*[' || char(65533) || ']*')`
  const twice = `exists (select 1 from json_tree(${c}) group by parent, key having count(*) > 1)`
  return `instr(${c}, char(0)) = 0 and json_valid(${c}) and case when ${lone} then ${numeric(c, { kind: 'json' }).text} else instr(${escapes}, '\\u0000') = 0 and not ${twice} and not ${half} end`
}

/**
 * The moment that a text names, in ISO 8601 and UTC; null for a text that names none, or none that three digits after the second
 * hold. SQLite's own functions take 30 February for 1 March and an offset without its colon for nothing.
 */
function momentOf(c: string): string {
  const day = '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
  const clock = '[T ][0-2][0-9]:[0-5][0-9]'
  const ends = { ':[0-5][0-9]': 6, '[0-5][0-9]': 5, '': 3 }
  const zones = Object.entries(ends).map(
    ([minutes, length]) =>
      `when rest glob '*[+-][01][0-9]${minutes}' then substr(rest, 1, length(rest) - ${length})`,
  )
  const local = `case when rest glob '*Z' then substr(rest, 1, length(rest) - 1) ${zones.join(' ')} else rest end`
  const zone = `case when zone in ('', 'Z') then 'Z' else substr(zone, 1, 3) || ':' || coalesce(nullif(replace(substr(zone, 4), ':', ''), ''), '00') end`
  const seconds = `local glob '${clock}' or local glob '${clock}:[0-5][0-9]' or local glob '${clock}:[0-5][0-9].[0-9]*' and substr(local, 11) not glob '*[^0-9]*' and length(rtrim(substr(local, 11), '0')) <= 3 and length(local) <= 73`
  const inDay = `rest = '' or substr(local, 2, 2) < '24' and (zone in ('', 'Z') or substr(zone, 2, 2) < '15') and (${seconds})`
  const written = `strftime('%Y-%m-%dT%H:%M:%fZ', case when rest = '' then day else day || local || ${zone} end)`
  return `(select case when moment >= '0001' then moment end from (
    select case when day glob '${day}' and date(day) = day and day >= '0001' and (${inDay}) then ${written} end as moment from (
      select day, rest, local, substr(rest, length(local) + 1) as zone from (
        select day, rest, ${local} as local from (select substr(${c}, 1, 10) as day, substr(${c}, 11) as rest)))))`.replaceAll(
    /\s*\n\s*/g,
    ' ',
  )
}
