/** Conversions in PostgreSQL's words: each goes through the text of the value, so that it is judged as on SQLite. */
import type { ColumnType } from '../core/columns.ts'
import { isText, limits, listed, longest, no, real, tooLarge, yes } from '../ddl/conversion.ts'
import type { Misfit } from '../ddl/conversion.ts'
import { typeName } from '../ddl/create.ts'
import { quote } from '../ddl/quote.ts'

/** SQL for the new value of a column. @param from the name of the type that it has; undefined where nobody knows it */
export function postgresConversion(column: string, type: ColumnType, from?: string): string {
  const text = textOf(quote(column), from)
  const name = typeName(type, 'postgresql')
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return `trim(${text})::numeric::${name}` // '12.0' is 12
    case 'real':
    case 'decimal':
      return `trim(${text})::${name}`
    case 'boolean':
      return `substr(lower(trim(${text})), 1, 1) in ('t', 'y', '1') or lower(trim(${text})) = 'on'`
    case 'date':
      return `((${text})::timestamptz at time zone 'UTC')::date`
    default:
      return `(${text})::${name}`
  }
}

/** The value as text: a moment in ISO 8601 and UTC, true and false as 1 and 0, as they are on SQLite. */
function textOf(c: string, from: string | undefined): string {
  const moment = (value: string) =>
    `case when ${value} >= '0001-01-01' and ${value} < '10000-01-01' then to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ${value}::text end`
  const kinds = {
    'timestamp with time zone': (value: string) => moment(`${value}::timestamptz`),
    boolean: (value: string) => `${value}::boolean::integer::text`,
  }
  if (from === undefined) {
    const cases = Object.entries(kinds).map(([name, sql]) => `when '${name}' then ${sql(`${c}::text`)}`)
    return `case pg_typeof(${c})::text ${cases.join(' ')} else ${c}::text end`
  }
  if (from === 'boolean') return kinds.boolean(c)
  return from.endsWith('with time zone') ? moment(c) : isText(from) ? c : `${c}::text`
}

export function postgresMisfit(column: string, type: ColumnType, from?: string): Misfit {
  const c = quote(column)
  const isBytes = from === undefined ? `pg_typeof(${c})::text = 'bytea'` : String(from === 'bytea')
  if (type.kind === 'bytes') return { where: `${c} is not null and not ${isBytes}` }
  const text = `(${textOf(c, from)})`
  const where = `${c} is not null and (${isBytes} or not coalesce(${fitting(text, type)}, false))`
  if (type.kind === 'json') return { before: tried('value::jsonb is not null', jsonKeepsAll), where }
  if (type.kind === 'custom') return { before: tried(...casts(type)), where }
  return { where }
}

function casts(type: Extract<ColumnType, { kind: 'custom' }>): string[] {
  const most = longest(type)
  const same = `(value::${type.postgresql})::text = value`
  return most === undefined ? [same] : [same, `length(value) <= ${most}`]
}

/** A function of this session: a value that the engine refuses is one that does not fit, and no error. */
function tried(...conditions: string[]): string {
  return `create or replace function pg_temp.crowfoot_fits(value text) returns boolean language plpgsql as $fits$ begin return ${conditions.join(' and ')}; exception when others then return false; end $fits$`
}

/** `jsonb` keeps one of two values with the same name. */
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

/** The condition for a text that names a value of the type. */
function fitting(text: string, type: ColumnType): string {
  switch (type.kind) {
    case 'integer':
    case 'bigint': {
      const [least, most] = limits[type.kind]
      const inType = isNumber(text, (n) => `${n} = trunc(${n}) and ${n} between ${least} and ${most}`)
      return `case when ${text} ~ '^[0-9]{1,9}$' then true else ${inType} end`
    }
    case 'real':
      return isNumber(text)
    case 'decimal':
      return isNumber(text, (n) => `${n} = round(${n}, ${type.scale}) and abs(${n}) < ${tooLarge(type)}`)
    case 'boolean':
      return `lower(trim(${text})) in ${listed([...yes, ...no])} or ${text} ~ '^ *[01](\\.0+)? *$'`
    case 'time':
      return isMoment(text)
    case 'date':
      return isMoment(text, (moment) => `${moment} = date_trunc('day', ${moment}, 'UTC')`)
    case 'json':
      return `pg_temp.crowfoot_fits(${text}) and case when ${text} ~ '^\\s*[-0-9]' then ${isNumber(text, (n) => `abs(${n}) < ${tooLarge(type)}`)} else true end`
    case 'custom':
      return `pg_temp.crowfoot_fits(${text})`
    default:
      return 'true'
  }
}

/** A number that a double holds with all its digits: SQLite keeps no others. */
function isNumber(text: string, rule: (number: string) => string = () => 'true'): string {
  const form = '^ *[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})? *$'
  const n = `trim(${text})::numeric`
  const inRange = `abs(${n}) between ${real.least} and ${real.most}`
  const exact = `case when ${n} = 0 then true when ${inRange} then trim(${text})::double precision::text::numeric = ${n} else false end`
  return `case when length(${text}) <= ${real.length} and ${text} ~ '${form}' then ${exact} and ${rule(n)} else false end`
}

function isMoment(text: string, rule: (moment: string) => string = () => 'true'): string {
  const day = '[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]'
  const zone = 'Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?'
  const clock = `[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3}0*)?)?(${zone})?`
  const first = `make_date(substr(${text}, 1, 4)::integer, substr(${text}, 6, 2)::integer, 1)`
  const inMonth = `substr(${text}, 9, 2)::integer between 1 and extract(day from ${first} + interval '1 month - 1 day')`
  const moment = `(${text})::timestamptz`
  const inTime = `${moment} >= '0001-01-01' and ${moment} < '10000-01-01' and ${rule(moment)}`
  return `case when ${text} ~ '^${day}(${clock})?$' and ${text} !~ '^0000' then case when ${inMonth} then ${inTime} else false end else false end`
}
