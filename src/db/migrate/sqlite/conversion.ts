/** Conversions in SQLite's words. It has no types of its own to go by: each value is looked at as what it is. */
import type { ColumnType } from '../core/columns.ts'
import { limits, listed, longest, no, real, tooLarge, yes } from '../ddl/conversion.ts'
import { quote } from '../ddl/quote.ts'

/** SQL for the new value of a column. */
export function sqliteConversion(column: string, type: ColumnType): string {
  const c = quote(column)
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return `cast(cast(trim(${c}) as numeric) as integer)`
    case 'real':
      return `cast(trim(${c}) as real)`
    case 'decimal':
      return `cast(trim(${c}) as numeric)`
    case 'text':
    case 'key':
      return textOf(c)
    case 'boolean':
      return `case when ${c} is not null then substr(lower(trim(${c})), 1, 1) in ('t', 'y', '1') or lower(trim(${c})) = 'on' end`
    case 'time':
      return momentOf(c)
    case 'date':
      return `substr(${momentOf(c)}, 1, 10)`
    case 'custom':
      return `cast(${textOf(c)} as ${type.sqlite})`
    default:
      return c
  }
}

const textOf = (c: string) =>
  `case typeof(${c}) when 'text' then ${c} when 'real' then ${shortest(c)} else cast(${c} as text) end`

/** A condition that finds the values which do not fit. */
export function sqliteMisfit(column: string, type: ColumnType): string {
  const c = quote(column)
  const cases = Object.entries(fitting(c, type)).map(
    ([kind, condition]) => `when '${kind}' then ${condition}`,
  )
  return `${c} is not null and not coalesce(case typeof(${c}) ${cases.join(' ')} end, false)`
}

/** The condition for a value that fits, for each kind of value that can. */
function fitting(c: string, type: ColumnType): Partial<Record<'integer' | 'real' | 'text' | 'blob', string>> {
  switch (type.kind) {
    case 'bytes':
      return { blob: 'true' }
    case 'text':
    case 'key':
      return { integer: 'true', real: 'true', text: 'true' }
    case 'time':
      return { text: `${momentOf(c)} is not null` }
    case 'date':
      return { text: `substr(${momentOf(c)}, 11) = 'T00:00:00.000Z'` }
    case 'boolean':
      return { integer: `${c} in (0, 1)`, real: `${c} in (0, 1)`, text: isBoolean(c) }
    case 'json':
      return { ...numeric(c, { kind: 'json' }), text: isJson(c) }
    case 'custom':
      return { integer: casts(c, type), real: casts(c, type), text: casts(c, type) }
    case 'decimal':
      return numeric(c, type)
    default:
      return numeric(c, { kind: type.kind })
  }
}

function casts(c: string, type: Extract<ColumnType, { kind: 'custom' }>): string {
  const most = longest(type)
  const same = `cast(cast(${textOf(c)} as ${type.sqlite}) as text) = ${textOf(c)}`
  return most === undefined ? same : `${same} and length(${textOf(c)}) <= ${most}`
}

type Numeric = Extract<ColumnType, { kind: 'decimal' }> | { kind: 'integer' | 'bigint' | 'real' | 'json' }

/** Every number goes through a double, as SQLite keeps it: one that has more digits than a double does not fit. */
function numeric(c: string, type: Numeric): Record<'integer' | 'real' | 'text', string> {
  const x = `cast(${c} as real)`
  const inType = holds(x, type)
  const exact = 2 ** 53
  const short = `length(${c}) < 10 and ${c} not glob '*[^0-9]*' and ${c} <> ''` // most values: looked at once, and cheaply
  return {
    integer: `(${c} between -${exact} and ${exact} or ${survives(`cast(${c} as text)`)}) and ${inType}`,
    real: `(${c} = 0 or abs(${c}) between ${real.least} and ${real.most}) and ${inType}`,
    text: `instr(${c}, char(0)) = 0 and case when ${short} then ${inType} else ${isNumber(c)} and ${survives(c)} and ${inType} end`,
  }
}

function holds(x: string, type: Numeric): string {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return `${x} = cast(${x} as integer) and ${x} between ${limits[type.kind].join(' and ')}`
    case 'decimal':
      return `${x} = round(${x}, ${type.scale}) and abs(${x}) < ${tooLarge(type)}`
    case 'json':
      return `abs(${x}) < ${tooLarge(type)}`
    case 'real':
      return 'true'
  }
}

/** Compared with a number, SQLite takes a text for one only where the whole of it is one. */
function isNumber(c: string): string {
  return `${c} not glob '*[^0-9eE.+ -]*' and ${c} not glob '*[eE]*[0-9][0-9][0-9][0-9]*' and length(${c}) <= ${real.length} and cast(${c} as numeric) = ${c}`
}

/** The digits of a number that count: without sign, point, exponent and the noughts around them. */
const digits = (text: string) =>
  `rtrim(ltrim(replace(substr(${text}, 1, instr(lower(${text}) || 'e', 'e') - 1), '.', ''), ' +-0'), ' 0')`

/** The double that is nearest to the text is written with the same digits. */
function survives(text: string): string {
  const x = `cast(${text} as real)`
  return `(${digits(text)} = '' or abs(${x}) between ${real.least} and ${real.most} and (length(${digits(text)}) <= 15 or ${digits(text)} = ${digits(shortest(x))}))`
}

/** The shortest text that is read as the same double. */
function shortest(x: string): string {
  const written = (length: number) => `printf('%${length > 15 ? '!' : ''}.${length}g', ${x})`
  const same = (length: number) => `when cast(${written(length)} as real) = ${x} then ${written(length)}`
  return `case ${same(15)} ${same(16)} else ${written(17)} end`
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
  const half = `exists (select 1 from json_tree(${c}) where replace(coalesce(key, '') || coalesce(atom, ''), char(65533), '') glob '*[' || char(65533) || ']*')`
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
  const seconds = `local glob '${clock}' or local glob '${clock}:[0-5][0-9]' or local glob '${clock}:[0-5][0-9].[0-9]*' and substr(local, 11) not glob '*[^0-9]*' and length(rtrim(substr(local, 11), '0')) <= 3`
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
