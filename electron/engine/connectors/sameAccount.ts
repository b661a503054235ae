import type { AccountInfo } from '../../../shared/model.ts'
import { foldEmail } from '../../../shared/values/foldEmail.ts'

/** The id of an account whose service tells only its address. */
export function accountIdOf(email: string): string {
  return `address:${foldEmail(email)}`
}

/** Whether both are one account, also where one way in tells its id and the other only its address. Pure. */
export function isSameAccount(one: AccountInfo, other: AccountInfo): boolean {
  if (one.id === other.id) return true
  const { email } = one
  if (email === null || other.email === null || foldEmail(email) !== foldEmail(other.email)) return false
  const byAddress = accountIdOf(email)
  return one.id === byAddress || other.id === byAddress
}
