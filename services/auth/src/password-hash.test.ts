import assert from 'node:assert/strict'
import { it } from 'node:test'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.ts'

it('a hash verifies its password and no other, and no two hashes of one password are alike', async () => {
  const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')]
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await verifyPassword('correct horse', one), true)
  assert.equal(await verifyPassword('correct horse ', one), false)
})

it('a hash that another program made, with other parameters, verifies and is outdated', async () => {
  // From the reference implementation: printf 'password' | argon2 somesalt -id -t 2 -k 65536 -p 1 -e
  const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.equal(await verifyPassword('password', reference), true)
  assert.equal(await verifyPassword('Password', reference), false)
  assert.equal(isOutdated(reference), true)
  assert.equal(isOutdated(await hashPassword('password')), false)
})

it('a password typed as other code points of the same characters is the same password', async () => {
  assert.equal(await verifyPassword('cafe\u0301 at noon', await hashPassword('caf\u00e9 at noon')), true)
})

it('a stored hash of another kind is an error, not a wrong password', async () => {
  await assert.rejects(verifyPassword('password', '$2b$10$abcdefghijklmnopqrstuv'), /PHC/)
})
