/** When the words for other spellings are read. */
import { expect, it, vi } from 'vitest'
import { searchOf } from '../../src/search/engines/index.ts'
import { Spelling } from '../../src/search/near.ts'
import { readyIndex } from '../../src/search/state.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { addItems } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { searchFor } from '../setup/search.ts'

forEachEngine((database) => {
  it('the words are read once for all who need them, and again after a change while they are few', async () => {
    const { heavy } = database()
    await addItems(database(), [{ title: 'Solaris' }])
    const read = vi.spyOn(searchOf(heavy), 'words')
    const spelling = new Spelling(heavy, (await readyIndex(heavy)) ?? 0)
    await Promise.all([spelling.prepare(), spelling.prepare()])
    await spelling.prepare()
    expect(read).toHaveBeenCalledTimes(1)
    spelling.forget()
    await spelling.prepare()
    expect(read).toHaveBeenCalledTimes(2)
    read.mockRestore()
  })

  it('words that could not be read are read when they are needed next', async () => {
    const { heavy } = database()
    await addItems(database(), [{ title: 'Dhalgren' }])
    const spelling = new Spelling(heavy, (await readyIndex(heavy)) ?? 0)
    const read = vi.spyOn(searchOf(heavy), 'words').mockRejectedValueOnce(new Error('busy'))
    await expect(spelling.prepare()).rejects.toThrow('busy')
    expect((await spelling.prepare()).count('dhalgren')).toBe(1)
    read.mockRestore()
  })

  it('a word that is in no item is the misspelt one: a rare word beside it is meant as it stands', async () => {
    const { heavy } = database()
    const coal = [1, 2, 3, 4].map((number) => ({ title: `Coal ${number}` }))
    await addItems(database(), [{ title: 'Woman wearing a long coat' }, ...coal])
    const spelling = new Spelling(heavy, (await readyIndex(heavy)) ?? 0)
    const near = (q: string) => spelling.near(searchFor(q) as unknown as SearchRequest, 0)
    expect(await near('wearnig coat')).toEqual([{ token: 'wearnig', words: ['wearing'] }])
    // Where there is no such word, the rare one may be it.
    expect(await near('wearing coat')).toEqual([{ token: 'coat', words: ['coal'] }])
  })
})
