/** The files of a new resource are code, whatever words its name is made of. */
import ts from 'typescript'
import { expect, it } from 'vitest'
import { readFields } from '../../../src/cli/make/fields.ts'
import { planResource } from '../../../src/cli/make/resource.ts'
import { wordsOf } from '../../../src/cli/make/words.ts'
import { formatCode } from '../../../src/db/migrate/generate/index.ts'

it.each([
  [
    'an apostrophe',
    'dog_toys',
    { one: 'dog toy', plural: "dogs' toys" },
    "noun: noun('dog toy', \"dogs' toys\")",
  ],
  ['a hyphen', 'check_ins', { one: 'check-in', plural: 'check-ins' }, "noun: noun('check-in', 'check-ins')"],
])('writes files that can be parsed where its words have %s', async (_, table, given, declared) => {
  const words = wordsOf(table, given)!
  const fields = readFields(['note:text', 'user:person'], `${words.permission}.read`)
  if (typeof fields === 'string') throw new Error(fields)
  const files = await planResource(words, fields)
  expect(files.find((file) => file.path === 'src/resources.ts')?.text).toContain(declared)
  for (const { path, text } of files) {
    const { diagnostics } = ts.transpileModule(text, { fileName: path, reportDiagnostics: true })
    expect([path, diagnostics?.map(({ messageText }) => messageText)]).toEqual([path, []])
  }
})

it('says so where code that was made cannot be parsed', async () => {
  await expect(formatCode("const noun = 'dogs' toys'\n", 'src/resources.ts')).rejects.toThrow(SyntaxError)
})
