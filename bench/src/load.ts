import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { placed } from './cores.ts'
import type { LoadPlan, LoadResult } from './load-plan.ts'
import { endWithUs } from './processes.ts'

const program = fileURLToPath(new URL('generate.ts', import.meta.url))

/** Runs the load generator. @throws where an answer was not one that the plan expects: such figures count for nothing */
export async function load(plan: LoadPlan): Promise<LoadResult> {
  const dir = await mkdtemp(join(tmpdir(), 'saleday-load-'))
  try {
    const file = join(dir, 'plan.json')
    await writeFile(file, JSON.stringify(plan), { mode: 0o600 })
    const [command, args] = placed('generator', process.execPath, ['--max-semi-space-size=32', program, file])
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    endWithUs(child)
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    if (code !== 0) throw new Error(`the load generator ended with ${code}:\n${errors}`)
    const result = JSON.parse(output) as LoadResult
    const wrong = Object.entries(result.statuses).filter(([status]) => !plan.expect.includes(Number(status)))
    if (wrong.length > 0) {
      const found = wrong.map(([status, count]) => `${count} × ${status}`).join(', ')
      throw new Error(
        `${plan.requests[0]!.path}: ${found}, where ${plan.expect.join(' or ')} was expected: ${result.firstWrong}`,
      )
    }
    return result
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
