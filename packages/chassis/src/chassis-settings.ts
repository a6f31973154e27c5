import type { SettingsReader } from './settings.ts'

export type ChassisSettings = ReturnType<typeof chassisSettings>

/** The settings that every service has. */
export function chassisSettings(from: SettingsReader) {
  return {
    port: from.integer('PORT', { default: 3000, min: 0, max: 65_535 }),
    adminPort: from.integer('ADMIN_PORT', { default: 9090, min: 0, max: 65_535 }),
    host: from.string('HOST', { default: '0.0.0.0' }),
    logLevel: from.oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], { default: 'info' }),
    /** Requests in the process at once; past it checkout is shed, at 60 % of it browsing. */
    maxInFlight: from.integer('MAX_IN_FLIGHT', { default: 200, min: 1, max: 100_000 }),
    /** How long a process goes on accepting after SIGTERM: longer than callers keep an idle connection. */
    drainLingerMs: from.integer('DRAIN_LINGER_MS', { default: 1_500, min: 0, max: 60_000 }),
    /** The end of every drain; stays below the pod's terminationGracePeriodSeconds. */
    drainLimitMs: from.integer('DRAIN_LIMIT_MS', { default: 20_000, min: 100, max: 600_000 }),
    serviceTokens: {
      /** Holds one file for each audience: a token for calls to that service. */
      dir: from.optional.string('SERVICE_TOKENS_DIR'),
      /** Path or URL of the keys that verify service tokens. */
      jwks: from.optional.string('SERVICE_JWKS'),
      issuer: from.optional.string('SERVICE_TOKEN_ISSUER'),
      subjectPrefix: from.string('SERVICE_TOKEN_SUBJECT_PREFIX', { default: 'system:serviceaccount:saleday:' }),
    },
    /** Path or URL of the keys that verify customers' tokens: auth's /.well-known/jwks.json. */
    customerJwks: from.optional.string('CUSTOMER_JWKS'),
  }
}
