/** How many accounts, in words. */
import { counted, noun } from '../../../../rules/words.ts'

const account = noun('account', 'accounts')

export function accounts(count: number): string {
  return counted(count, account)
}
