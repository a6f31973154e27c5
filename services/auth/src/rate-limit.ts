import { createHash } from 'node:crypto'
import type { Logger } from '@saleday/chassis/logger'
import { commonProblem } from '@saleday/chassis/problem'
import type { Request, Response } from 'express'
import {
  type AugmentedRequest,
  ipKeyGenerator,
  type Options,
  type RateLimitRequestHandler,
  rateLimit,
} from 'express-rate-limit'
import type { Redis } from 'ioredis'
import { type RedisReply, RedisStore } from 'rate-limit-redis'

export type RateLimit = ReturnType<typeof rateLimits>

/**
 * Slows down who guesses passwords: by address, generously since a whole workshop may share one, and by address and
 * email, where only failures count. While Valkey is away nobody is limited: a shop that nobody can enter is worse.
 */
export function rateLimits(
  valkey: Redis,
  settings: { windowSeconds: number; perEmail: number; perAddress: number },
  log: Logger,
) {
  const emails = new WeakMap<Request, string>()
  const addressOf = (req: Request) => ipKeyGenerator(req.ip ?? 'unknown')

  const limiter = (name: string, options: Partial<Options>): RateLimitRequestHandler =>
    rateLimit({
      windowMs: settings.windowSeconds * 1_000,
      store: redisStore(valkey, `auth:limit:${name}:`, settings.windowSeconds * 1_000),
      passOnStoreError: true,
      standardHeaders: false,
      legacyHeaders: false,
      validate: false,
      requestPropertyName: `rateLimit.${name}`,
      logger: {
        error: (err, message) => log.warn({ err }, message),
        warn: (err, message) => log.warn({ err }, message),
      },
      handler: (req, _res, next, { requestPropertyName }) =>
        next(tooMany((req as AugmentedRequest)[requestPropertyName]?.resetTime)),
      ...options,
    })

  const byAddress = limiter('address', { limit: settings.perAddress, keyGenerator: addressOf })
  const byEmail = limiter('email', {
    limit: settings.perEmail,
    skipSuccessfulRequests: true,
    // What failed on our side was no guess: whoever tried in vain while PostgreSQL was away is not kept out after it.
    requestWasSuccessful: (_req, { statusCode }) => statusCode < 400 || statusCode >= 500,
    keyGenerator: (req) => `${hash(emails.get(req) ?? '')}:${addressOf(req)}`,
  })

  return {
    /** @throws ProblemError rate_limited */
    async check(req: Request, res: Response, email: string): Promise<void> {
      emails.set(req, email)
      await pass(byAddress, req, res)
      await pass(byEmail, req, res)
    },
  }
}

/** Runs a middleware within a handler: the email is known only after the body was validated. */
const pass = (middleware: RateLimitRequestHandler, req: Request, res: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    middleware(req, res, (error?: unknown) => (error ? reject(error) : resolve()))
  })

function redisStore(valkey: Redis, prefix: string, windowMs: number): RedisStore {
  const sendCommand = (command: string, ...args: string[]) => valkey.call(command, ...args) as Promise<RedisReply>
  const store = new RedisStore({ prefix, sendCommand })
  // The store loads its scripts once; where Valkey was away then, it would go on failing for ever.
  valkey.on('ready', () => void store.init({ windowMs } as Options).catch(() => undefined))
  return store
}

function tooMany(resetTime: Date | undefined) {
  const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1_000))
  const detail = `Too many attempts. Try again in ${seconds} s.`
  return commonProblem('rate_limited', detail, undefined, { 'retry-after': String(seconds) })
}

/** Valkey needs no list of our customers' emails. */
const hash = (email: string): string => createHash('sha256').update(email).digest('base64url')
