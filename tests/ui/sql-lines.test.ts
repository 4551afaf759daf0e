/** SQL set out in lines. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sqlLines } from '../../src/ui/sql-lines.ts'

it('begins a line with each clause and each join', () => {
  const sql =
    'select "a", count(*) from "x" inner join "y" on "y"."id" = "x"."id" where "a" = ? and "b" in (?, ?) group by "a" order by "a" limit ?'
  expect(sqlLines(sql).split('\n')).toEqual([
    'select "a", count(*)',
    'from "x"',
    'inner join "y" on "y"."id" = "x"."id"',
    'where "a" = ?',
    '  and "b" in (?, ?)',
    'group by "a"',
    'order by "a"',
    'limit ?',
  ])
})

it('leaves words in names, strings and brackets alone, and indents a query inside', () => {
  expect(sqlLines(`select ' from ' as "order by"`)).toBe(`select ' from ' as "order by"`)
  expect(sqlLines('select a from (select b from c where d) as e')).toBe(
    'select a\nfrom (\n  select b\n  from c\n  where d) as e',
  )
})

it('changes nothing but white space', () => {
  const words = fc.array(
    fc.constantFrom('select', 'a', 'from', '(', ')', 'and', `'x'`, '"y"', 'left', 'join', ','),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(words, (list) => {
      const sql = list.join(' ')
      expect(sqlLines(sql).replaceAll(/\s+/g, '')).toBe(sql.replaceAll(/\s+/g, ''))
    }),
  )
})
