import { join } from 'node:path'
import type { CallPlan, CallResult } from './call-loop.ts'
import { type Finding, ratioOf } from './finding.ts'
import { type Running, runProgram, startFloor } from './processes.ts'
import { inTurnWarm, type RunSettings } from './run-settings.ts'
import { startService, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

/** A call from cart to product with all that a call between services carries, beside undici and Express with none of it. */
export const measureServiceCall = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const [row] = await stage.query<{ id: string }>('product', 'SELECT id FROM product ORDER BY id LIMIT 1')
    const product = await keep(startService(stage, 'product'))
    const floor = await keep(startFloor('known-products'))
    const planFor = ({ port, pid }: Running): CallPlan => ({
      port,
      calleePid: pid,
      productId: row!.id,
      tokensDir: join(stage.dir.tokens, 'cart'),
      warmUpMs: run.warmUpMs,
      durationMs: run.durationMs,
    })
    const results = await inTurnWarm(run.rounds, {
      ours: () => runProgram<CallResult>('generator', 'call-by-client.ts', planFor(product)),
      floor: () => runProgram<CallResult>('generator', '../floors/call-by-undici.ts', planFor(floor)),
    })
    const costs = (side: keyof typeof results) =>
      results[side].map(({ calls, callerCpuMs, calleeCpuMs }) => (1_000 * (callerCpuMs + calleeCpuMs)) / calls)
    return [
      ratioOf(
        'call between services',
        { name: 'cart to product', unit: 'CPU-µs', values: costs('ours') },
        { name: 'undici to Express', unit: 'CPU-µs', values: costs('floor') },
        { is: '≤', limit: 1.4 },
      ),
    ]
  })
