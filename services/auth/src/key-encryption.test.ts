import assert from 'node:assert/strict'
import { it } from 'node:test'
import { keyEncryption } from './key-encryption.ts'

const encryption = keyEncryption('a secret of thirty-two characters')

it('what was encrypted is decrypted under its key id only', () => {
  const bytes = encryption.encrypt('kid-1', Buffer.from('private'))
  assert.equal(encryption.decrypt('kid-1', bytes).toString(), 'private')
  assert.equal(bytes.includes('private'), false)
  assert.throws(() => encryption.decrypt('kid-2', bytes), /cannot be decrypted/)
  assert.throws(() => keyEncryption('another secret altogether').decrypt('kid-1', bytes), /SIGNING_KEY_SECRET/)
})

it('bytes that were changed or cut are refused', () => {
  const bytes = encryption.encrypt('kid-1', Buffer.from('private'))
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    assert.throws(() => encryption.decrypt('kid-1', changed), /cannot be decrypted/)
    assert.throws(() => encryption.decrypt('kid-1', bytes.subarray(0, i)))
  }
})
