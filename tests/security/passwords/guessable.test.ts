/** Passwords that can be guessed are refused, others are not. */
import { expect, it } from 'vitest'
import { domain } from '../../../src/domain.ts'
import { weaknessOf } from '../../../src/security/passwords/guessable.ts'

const about = ['lovelace.ada', 'ada.lovelace@analytical.example']

it.each(['password1', 'qwertzuiop', 'aaaaaaaaaaaa', '12345678', 'P4ssw0rd!', 'letmein2024', 'abcdefgh'])(
  'refuses %s',
  async (password) => {
    expect(await weaknessOf(password, about)).toMatch(/easy to guess/)
  },
)

it('refuses the site’s name and the person’s own words, with what people put behind them', async () => {
  for (const password of [`${domain.name}2026`, 'lovelace2026', 'analytical1', 'lovelace.ada']) {
    expect([password, await weaknessOf(password, about)]).toEqual([
      password,
      expect.stringMatching(/easy to guess/),
    ])
  }
})

it('refuses what is short, without asking further', async () => {
  expect(await weaknessOf('xK9#mQ2', [])).toMatch(/at least 8 characters/)
})

it.each([
  'seven grey herons wading',
  'xK9#mQ2$vLp',
  'брусника ёлка 47 трамвай',
  'x'.repeat(4) + 'kD7%'.repeat(3) + 'Rzq;!vbn',
])('takes %s', async (password) => {
  expect(await weaknessOf(password, about)).toBeUndefined()
})

it('answers for the longest password there may be', async () => {
  const long = Array.from({ length: 128 }, (_, index) => String.fromCodePoint(33 + ((index * 37) % 90))).join(
    '',
  )
  expect(await weaknessOf(long, about)).toBeUndefined()
})
