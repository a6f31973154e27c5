import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chassis } from '@saleday/chassis/chassis'
import { customerTokens } from '@saleday/chassis/customer-tokens'
import type { HttpApp } from '@saleday/chassis/http-app'
import { httpServer } from '@saleday/chassis/http-server'
import { serviceTokens } from '@saleday/chassis/service-tokens'
import { accessTokenAudience, accessTokenIssuer } from '@saleday/contracts/auth'
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { pino } from 'pino'
import { Registry } from 'prom-client'

const { privateKey, publicKey } = await generateKeyPair('EdDSA')
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA' }] })

export const sign = (typ: string, claims: JWTPayload) =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 60, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k', typ })
    .sign(privateKey)
export const customerToken = (claims: JWTPayload = {}) =>
  sign('at+jwt', { iss: accessTokenIssuer, aud: accessTokenAudience, sub: 'customer-1', ...claims })
export const serviceToken = (caller: string, audience = 'order') =>
  sign('JWT', { aud: audience, sub: `system:serviceaccount:saleday:${caller}` })

/** A chassis as a service gets it; what it logs ends up in `lines`. */
export function chassisFixture(overrides: Partial<Chassis> = {}) {
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) })
  const service = serviceTokens({
    self: 'order',
    dir: undefined,
    getKey: keys,
    subjectPrefix: 'system:serviceaccount:saleday:',
  })
  const chassis: Chassis = {
    name: 'order',
    log,
    metrics: new Registry(),
    tokens: {
      customer: customerTokens(keys),
      service: { ...service, tokenFor: (audience) => serviceToken('order', audience) },
    },
    limits: { maxInFlight: 10 },
    isDraining: () => false,
    draining: new AbortController().signal,
    validateReplies: true,
    ...overrides,
  }
  return { chassis, lines }
}

export async function serve(app: HttpApp | Server) {
  const server = 'listen' in app && 'closeAllConnections' in app ? (app as Server) : httpServer(app as HttpApp)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      await closed
    },
  }
}
