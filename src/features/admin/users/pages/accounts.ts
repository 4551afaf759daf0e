/** How many accounts, in words. */
import { counted, noun } from '../../../../domain.ts'

const account = noun('account', 'accounts')

export function accounts(count: number): string {
  return counted(count, account)
}
