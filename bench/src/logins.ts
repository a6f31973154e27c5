import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import type { PlannedRequest } from './load-plan.ts'
import { runProgram } from './processes.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import { startService, withRunning } from './services.ts'
import type { Customer, Stage } from './stage.ts'

/** All customers that `stage.customers` makes have this one. */
const crowdPassword = 'a-crowd-of-customers'
/** Fewer than may wait for their turn. */
const callers = 8
const otherPerSecond = 50
/** A login takes twenty times as long as most requests. */
const durationFactor = 2

/** Logins on one core beside the password hash alone, and what another route of the process feels meanwhile. */
export const measureLogins = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const customers = await stage.customers(100)
    const auth = await keep(startService(stage, 'auth'))
    const durationMs = run.durationMs * durationFactor
    const logIns = loggingIn(customers)
    const other = customers.map(({ accessToken }) => ({
      path: '/api/auth/me',
      headers: { authorization: `Bearer ${accessToken}` },
    }))
    const common = { port: auth.port, warmUpMs: run.warmUpMs, durationMs, expect: [200] }
    const results = await inTurn(run.rounds, {
      ours: async () => {
        const [logins, me] = await Promise.all([
          load({ ...common, connections: callers, requests: logIns }),
          load({ ...common, connections: 32, ratePerSecond: otherPerSecond, requests: other }),
        ])
        return { perSecond: logins.perSecond, otherP99Ms: me.p99Ms }
      },
      floor: async () => await runProgram<{ perSecond: number }>('measured', '../floors/argon2id.ts', { durationMs }),
    })
    return [
      ratioOf(
        'logins',
        { name: 'logins on one core', unit: '/s', values: results.ours.map(({ perSecond }) => perSecond) },
        { name: 'argon2id alone', unit: '/s', values: results.floor.map(({ perSecond }) => perSecond) },
        { is: '≥', limit: 0.9 },
      ),
      {
        name: 'GET /api/auth/me meanwhile, p99',
        unit: 'ms',
        values: results.ours.map(({ otherP99Ms }) => otherP99Ms),
        goal: { is: '≤', limit: 50 },
        sides: [],
      },
    ]
  })

export const loggingIn = (customers: readonly Customer[]): PlannedRequest[] =>
  customers.map(({ email }) => ({
    method: 'POST',
    path: '/api/auth/login',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: crowdPassword }),
  }))
