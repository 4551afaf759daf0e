/** What the application and the process that searches say to each other. */
import type { Engine } from '../db/engine/connection.ts'
import type { Failure } from '../db/engine/sqlite/messages.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'

/** Requests are answered one after the other. The address comes here and not as an argument, where every program could read its password. */
export type ToProcess =
  { do: 'open'; engine: Engine; address: string } | { do: 'search'; number: number; request: SearchRequest }

export type FromProcess =
  /** What is kept in memory was read. Requests that came before are answered as well. */
  | { is: 'ready' }
  | { is: 'answer'; number: number; answer: SearchAnswer }
  | { is: 'failure'; number: number; failure: Failure }
