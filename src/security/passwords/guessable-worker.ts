/** The thread that estimates passwords with zxcvbn and its word lists. It answers one question at a time. */
import { parentPort } from 'node:worker_threads'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import type { PasswordQuestion, Verdict } from './guessable.ts'

/** What is strong in its first characters is strong; the time zxcvbn takes grows with the square of the length and more. */
const looksAt = 40

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: english.translations,
  maxLength: looksAt,
  l33tMaxSubstitutions: 20,
})

parentPort?.on('message', ({ password, words }: PasswordQuestion) => {
  const { score, feedback } = zxcvbn.check(password, words)
  parentPort?.postMessage({ score, warning: feedback.warning ?? '' } satisfies Verdict)
})
