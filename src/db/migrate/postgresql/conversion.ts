/** Conversions in PostgreSQL's SQL, each by the text of the value, so that both engines judge alike. */
import type { ColumnType } from '../core/columns.ts'
import { listed, safeDigits, no, doubleRange, realRange, tooLarge, valuesOf, yes } from '../ddl/conversion.ts'
import type { Misfit, ValuesOfType } from '../ddl/conversion.ts'
import { typeName } from '../ddl/create.ts'
import { quote } from '../ddl/quote.ts'

/** SQL for the new value of a column. @param from the name of the type that it has; undefined where nobody knows it */
export function postgresConversion(column: string, type: ColumnType, from?: string): string {
  const text = textOf(quote(column), from)
  const name = typeName(type, 'postgresql')
  const values = valuesOf(type)
  switch (values.kind) {
    case 'whole':
      return `trim(${text})::numeric::${name}` // '12.0' is 12
    case 'real':
    case 'decimal':
      return `trim(${text})::${name}`
    case 'boolean':
      return `substr(lower(trim(${text})), 1, 1) in ('t', 'y', '1') or lower(trim(${text})) = 'on'`
    case 'date':
      return `((${text})::timestamptz at time zone 'UTC')::date`
    case 'time':
      return `((${text})::timestamptz${values.zone ? '' : ` at time zone 'UTC'`})::${name}`
    default:
      return `(${text})::${name}`
  }
}

/** The value as text, as it is on SQLite: a moment in ISO 8601 and UTC, true and false as 1 and 0, a `real` as a double. */
function textOf(c: string, from: string | undefined): string {
  if (from !== undefined) return asText(c, from)
  const kinds = ['timestamp with time zone', 'timestamp without time zone', 'boolean', 'real']
  const cases = kinds.map((name) => `when '${name}' then ${asText(`${c}::text::${name}`, name)}`)
  return `case pg_typeof(${c})::text ${cases.join(' ')} else ${c}::text end`
}

function asText(c: string, from: string): string {
  if (from === 'boolean') return `${c}::integer::text`
  if (from === 'real') return `${c}::text::double precision::text`
  if (!from.startsWith('timestamp')) return `${c}::text`
  const moment = from.endsWith('with time zone') ? c : `(${c} at time zone 'UTC')`
  const holds = `${c} >= '0001-01-01' and ${c} < '10000-01-01' and ${c} = date_trunc('milliseconds', ${c})`
  return `case when ${holds} then to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ${moment}::text end`
}

export function postgresMisfit(column: string, type: ColumnType, from?: string): Misfit {
  const c = quote(column)
  const is = (...names: string[]) =>
    from === undefined ? `pg_typeof(${c})::text in ${listed(names)}` : String(names.includes(from))
  const values = valuesOf(type)
  if (values.kind === 'bytes') return { where: `${c} is not null and not ${is('bytea')}` }
  const text = `(${textOf(c, from)})`
  // All of these are conditions in SQL. JSON has another length on each engine.
  const isRefused =
    values.kind === 'text' && values.most !== undefined ? is('bytea', 'json', 'jsonb') : is('bytea')
  // SQLite keeps these as doubles.
  const isNumeric = `${is('double precision', 'json', 'jsonb')} and ${text} ~ '^\\s*[-0-9]'`
  const number = numberFrom(is('double precision'))
  const isSafeText = values.kind === 'text' ? `(not (${isNumeric}) or ${number(text)}) and ` : ''
  const staysDouble =
    values.kind === 'real' && values.digits === undefined ? `${is('double precision')} or ` : ''
  const where = `${c} is not null and (${isRefused} or not coalesce(${staysDouble}${isSafeText}${fitting(text, values, number)}, false))`
  if (values.kind === 'json')
    return { before: fitsFunction(`value::jsonb is not null and ${jsonKeepsAll}`), where }
  if (values.kind === 'own')
    return { before: fitsFunction(`(value::${typeName(type, 'postgresql')})::text = value`), where }
  return { where }
}

/** A temporary function: a value that the engine refuses does not fit, and is no error. */
function fitsFunction(condition: string): string {
  return `create or replace function pg_temp.crowfoot_fits(value text) returns boolean language plpgsql as $fits$ begin return ${condition}; exception when others then return false; end $fits$`
}

/** `jsonb` drops all but one value of a key. */
const jsonKeepsAll = `not exists (
  with recursive node (path, value) as (
    select array[]::text[], value::json
    union all
    select node.path || part.name, part.value from node cross join lateral (
      select key as name, part.value from json_each(case json_typeof(node.value) when 'object' then node.value else '{}' end) as part
      union all
      select place::text, part.value from json_array_elements(case json_typeof(node.value) when 'array' then node.value else '[]' end)
        with ordinality as part (value, place)
    ) as part
  )
  select from node group by path having count(*) > 1)`.replaceAll(/\s*\n\s*/g, ' ')

/** The condition that a text is a value of the type. */
function fitting(text: string, type: ValuesOfType, isNumber: IsNumber): string {
  switch (type.kind) {
    case 'whole': {
      const inType = isNumber(
        text,
        (n) => `${n} = trunc(${n}) and ${n} between ${type.least} and ${type.most}`,
      )
      return `case when ${text} ~ '^[0-9]{1,${String(type.most).length - 1}}$' then true else ${inType} end`
    }
    case 'real':
      return isNumber(text, (n) => holdsDigits(text, n, type.digits))
    case 'decimal':
      return isNumber(text, (n) => `${n} = round(${n}, ${type.scale}) and abs(${n}) < ${tooLarge(type)}`)
    case 'boolean':
      return `lower(trim(${text})) in ${listed([...yes, ...no])} or ${text} ~ '^ *[01](\\.0+)? *$'`
    case 'time':
      return isMoment(text, (moment) => `${moment} = ${moment}::timestamptz(${type.digits})`)
    case 'date':
      return isMoment(text, (moment) => `${moment} = date_trunc('day', ${moment}, 'UTC')`)
    case 'json':
      return `pg_temp.crowfoot_fits(${text}) and case when ${text} ~ '^\\s*[-0-9]' then ${isNumber(text, (n) => `abs(${n}) < ${tooLarge(type)}`)} else true end`
    case 'text':
      return type.most === undefined
        ? 'true'
        : `length(${text}) <= ${type.most}${type.padded ? ` and rtrim(${text}, ' ') = ${text}` : ''}`
    case 'form':
      return `${text} ~ '^(${type.patterns.join('|')})$'`
    default:
      return `pg_temp.crowfoot_fits(${text})`
  }
}

/** The significant digits of a number. */
const digits = (text: string) => `btrim(translate(split_part(lower(${text}), 'e', 1), '+-. ', ''), '0')`

function holdsDigits(text: string, n: string, most: number | undefined): string {
  if (most === undefined) return 'true'
  return `(${n} = 0 or abs(${n}) between ${realRange.least} and ${realRange.most} and length(${digits(text)}) <= ${most})`
}

type IsNumber = (text: string, rule?: (number: string) => string) => string

/**
 * A number that SQLite keeps: a double is exact to fifteen digits, and for integers up to 2^53.
 * @param isDouble SQL: the text is that of a double, which writes a long integer as `3.733869515174754e+15`
 */
const numberFrom =
  (isDouble: string): IsNumber =>
  (text, rule = () => 'true') => {
    const form = '^ *[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})? *$'
    const n = `trim(${text})::numeric`
    const inRange = `abs(${n}) between ${doubleRange.least} and ${doubleRange.most}`
    const asInteger = `(${text} ~ '^ *[+-]?[0-9]+ *$' or ${isDouble} and ${n} = trunc(${n}))`
    const isInteger = `${asInteger} and abs(${n}) <= ${2 ** 53}`
    const exact = `case when ${n} = 0 then true else ${inRange} and (length(${digits(text)}) <= ${safeDigits} or ${isInteger}) end`
    return `case when length(${text}) <= ${doubleRange.length} and ${text} ~ '${form}' then ${exact} and ${rule(n)} else false end`
  }

function isMoment(text: string, rule: (moment: string) => string): string {
  const day = '[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]'
  const zone = 'Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?'
  const clock = `[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3}0{0,60})?)?(${zone})?` // PostgreSQL reads no text of more than 128 characters
  const first = `make_date(substr(${text}, 1, 4)::integer, substr(${text}, 6, 2)::integer, 1)`
  const inMonth = `substr(${text}, 9, 2)::integer between 1 and extract(day from ${first} + interval '1 month - 1 day')`
  const moment = `(${text})::timestamptz`
  const inTime = `${moment} >= '0001-01-01' and ${moment} < '10000-01-01' and ${rule(moment)}`
  return `case when ${text} ~ '^${day}(${clock})?$' and ${text} !~ '^0000' then case when ${inMonth} then ${inTime} else false end else false end`
}
