import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { plentifulGoods } from './goods.ts'
import { withPortForward } from './port-forward.ts'
import { promise } from './promise.ts'
import { serviceToken } from './service-token.ts'

promise(
  'a call to /internal/: 401 without a token of that audience, 403 for who may not, 200 for who may',
  { about: ['product'] },
  async () => {
    const { id } = (await plentifulGoods())[0]!
    const good = await serviceToken('operator', 'product')
    const cases: [situation: string, token: string | undefined, status: number][] = [
      ['without a token', undefined, 401],
      ['of another audience', await serviceToken('operator', 'payment'), 401],
      ['for the API server', await serviceToken('operator', 'https://kubernetes.default.svc.cluster.local'), 401],
      ['signed by a key that is not the cluster’s', await signedByAnother(good, '10m'), 401],
      ['expired, and signed by another', await signedByAnother(good, '-1m'), 401],
      ['of another subject under the same signature', withOtherSubject(await serviceToken('cart', 'product')), 401],
      ['without a signature', `${good.split('.').slice(0, 2).join('.')}.`, 401],
      ['of a service that may not read stock', await serviceToken('cart', 'product'), 403],
      ['of the operator', good, 200],
    ]
    await withPortForward('service/product', 80, async ({ host, port }) => {
      for (const [situation, token, status] of cases) {
        const answer = await fetch(`http://${host}:${port}/internal/products/${id}/stock`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        })
        const body = await answer.text()
        assert.equal(answer.status, status, `a token ${situation}: ${body}`)
        assert.equal(body.includes('onHand'), status === 200, situation)
      }
    })
  },
)

/** The same claims and the same key id. */
function signedByAnother(token: string, expires: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { alg, kid } = decodeProtectedHeader(token)
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: alg!, kid: kid! })
    .setExpirationTime(expires)
    .sign(privateKey)
}

function withOtherSubject(token: string): string {
  const [header, , signature] = token.split('.')
  const claims = { ...decodeJwt(token), sub: 'system:serviceaccount:saleday:operator' }
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
}
