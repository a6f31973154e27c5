import { randomBytes } from 'node:crypto'
import { databaseOwners } from '@saleday/local/parties'

/** Everything random that the shop in the kind cluster needs: made once, and kept with the data that it opens. */
export const secretNames = [
  'postgres-password',
  ...databaseOwners.map((owner) => `${owner}-password` as const),
  'audit-password',
  'carts-password',
  'cache-password',
  'bank-merchant-key',
  'bank-webhook-secret',
  'signing-key-secret',
  'refresh-token-secret',
] as const

export type KindSecrets = Readonly<Record<(typeof secretNames)[number], string>>

/** What is there stays; what is missing is made. */
export function completeSecrets(known: Readonly<Record<string, string>>): KindSecrets {
  return Object.fromEntries(secretNames.map((name) => [name, known[name] || random()])) as KindSecrets
}

const random = () => randomBytes(32).toString('base64url')
