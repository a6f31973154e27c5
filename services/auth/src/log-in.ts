import type { BoundedWork } from '@saleday/chassis/bounded-work'
import type { Context } from '@saleday/chassis/context'
import type { Customer } from '@saleday/contracts/auth'
import { problem } from './errors.ts'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'
import type { AuthStore } from './store.ts'

export type LogIn = (credentials: { email: string; password: string }, context: Context) => Promise<Customer>

/** Checks email and password. A wrong email costs the same work as a wrong password, so that time tells nobody which it was. */
export function logIn(store: AuthStore, hashing: BoundedWork): LogIn {
  /** Of a password that nobody has. */
  let decoy: Promise<string> | undefined

  async function check(password: string, passwordHash: string | undefined): Promise<boolean> {
    decoy ??= hashPassword(crypto.randomUUID())
    const matches = await verifyPassword(password, passwordHash ?? (await decoy))
    return matches && passwordHash !== undefined
  }

  return async ({ email, password }, context) => {
    const found = await store.findByEmail(email)
    const matches = await hashing.run(context, () => check(password, found?.passwordHash))
    if (!found || !matches) throw problem('wrong_credentials', 'Check the email and the password.')
    if (isOutdated(found.passwordHash)) {
      const fresh = await hashing.run(context, () => hashPassword(password))
      await store.replacePasswordHash(found.customer.id, found.passwordHash, fresh)
    }
    return found.customer
  }
}
