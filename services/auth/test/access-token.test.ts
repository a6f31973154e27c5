import assert from 'node:assert/strict'
import { it } from 'node:test'
import { SignJWT } from 'jose'
import { keyEncryption } from '../src/key-encryption.ts'
import { keyRing } from '../src/key-ring.ts'
import { authService, registered, secrets, send } from './auth-service.ts'

it('GET /api/auth/me with a token that our key signed, but expired, for another audience or of another type, answers 401', async () => {
  const auth = await authService()
  try {
    const { customer } = await registered(auth.url)
    const ring = keyRing(auth.pool, keyEncryption(secrets.SIGNING_KEY_SECRET))
    await ring.load()
    const { kid, privateKey } = ring.signer()
    const good = {
      iss: 'https://saleday.example/auth',
      aud: 'saleday',
      sub: customer.id,
      exp: Math.floor(Date.now() / 1_000) + 60,
    }
    const status = async (claims: object, typ = 'at+jwt') => {
      const token = await new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid })
        .sign(privateKey)
      const answer = await send(auth.url, 'GET', '/api/auth/me', { token })
      return [answer.status, answer.body.code]
    }
    assert.equal((await status({}))[0], 200)
    assert.deepEqual(await status({ exp: good.exp - 120 }), [401, 'token_expired'])
    assert.deepEqual(await status({ aud: 'another' }), [401, 'unauthenticated'])
    assert.deepEqual(await status({ iss: 'https://else.example' }), [401, 'unauthenticated'])
    assert.deepEqual(await status({ exp: undefined }), [401, 'unauthenticated'])
    assert.deepEqual(await status({}, 'JWT'), [401, 'unauthenticated'])
  } finally {
    await auth.close()
  }
})
