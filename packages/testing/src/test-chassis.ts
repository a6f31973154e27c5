import type { Chassis } from '@saleday/chassis/chassis'
import { customerTokens } from '@saleday/chassis/customer-tokens'
import { serviceTokens } from '@saleday/chassis/service-tokens'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { testKeys, testTokens } from './test-tokens.ts'

/** What a service gets from the chassis, for tests: silent, and strict about what the service answers. */
export function testChassis(name: string, overrides: Partial<Chassis> = {}): Chassis {
  const { verify } = serviceTokens({
    self: name,
    dir: undefined,
    getKey: testKeys,
    subjectPrefix: 'system:serviceaccount:saleday:',
  })
  return {
    name,
    log: pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    metrics: new Registry(),
    tokens: {
      customer: customerTokens(testKeys),
      service: { verify, tokenFor: (audience) => testTokens.service(name, audience) },
    },
    limits: { maxInFlight: 200 },
    isDraining: () => false,
    draining: new AbortController().signal,
    validateReplies: true,
    ...overrides,
  }
}
