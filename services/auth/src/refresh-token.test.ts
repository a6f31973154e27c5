import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { refreshTokens } from './refresh-token.ts'

const tokens = refreshTokens('a secret of thirty-two characters')
const token = fc.record({ sessionId: fc.uuid(), number: fc.nat() }, { noNullPrototype: true })

it('what was written is read, and written again the same', () => {
  fc.assert(
    fc.property(token, (one) => {
      assert.deepEqual(tokens.read(tokens.write(one)), one)
      assert.equal(tokens.write(one), tokens.write(one))
    }),
  )
})

it('a token with any bit changed, or of another secret, is not ours', () => {
  const others = refreshTokens('another secret of thirty-two characters')
  fc.assert(
    fc.property(token, fc.nat({ max: 51 }), fc.nat({ max: 7 }), (one, byte, bit) => {
      const bytes = Buffer.from(tokens.write(one), 'base64url')
      bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << bit), byte)
      assert.equal(tokens.read(bytes.toString('base64url')), undefined)
      assert.equal(others.read(tokens.write(one)), undefined)
    }),
  )
})

it('no text whatever makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.equal(tokens.read(text), undefined)))
})
