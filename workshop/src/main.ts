import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkTools } from '@saleday/k8s/check-tools'
import { NotReadyError } from '@saleday/k8s/not-ready-error'
import { CommandError, createRunner } from '@saleday/k8s/run'
import { repository } from '@saleday/local/repository'
import { createSteps } from '@saleday/local/steps'
import { explain } from '@saleday/local/user-error'
import { check, showChecked } from './check.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { kubeconfigFile } from './kubeconfig.ts'
import type { Lab } from './lab.ts'
import { labs } from './labs.ts'
import { readCommand, usage } from './options.ts'
import { PageError } from './page.ts'
import { pageFile, pageOf } from './pages.ts'
import { forget, readRecord, recordOf, writeRecord } from './record.ts'
import { restore } from './restore.ts'
import { solve } from './solve.ts'

const runner = createRunner()
const tools = ['docker', 'kind', 'kubectl'] as const
const listLimitMs = 3_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)
// Whoever read our output may be gone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** `npm run lab`. @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const command = readCommand(
    args,
    labs.map(({ number }) => number),
  )
  if (command.kind === 'help') {
    say(usage)
    return 0
  }
  const cluster = openCluster(runner.run, kubeconfigFile)
  if (command.kind === 'list') return await list(cluster)
  if (command.kind === 'reset') return await reset(cluster)
  const lab = labs.find(({ number }) => number === command.lab)!
  if (command.kind === 'prepare') return await prepare(cluster, lab)
  if (command.kind === 'check') return await checkLab(cluster, lab)
  return await solveLab(cluster, lab)
}

async function list(cluster: Cluster): Promise<number> {
  // The list is of use without a cluster, too.
  const record = await Promise.race([
    readRecord(cluster).catch(() => undefined),
    sleep(listLimitMs, undefined, { ref: false }),
  ])
  runner.stop()
  for (const lab of labs) {
    const { title } = pageOf(lab)
    const mark = record?.lab === lab.number ? '   (prepared)' : ''
    say(`${String(lab.number).padStart(2)}  ${title.padEnd(40)} ${pageFile(lab)}${mark}`)
  }
  return 0
}

async function reset(cluster: Cluster): Promise<number> {
  await checkTools(runner.run, tools)
  await restore(cluster, { run: runner.run, say: createSteps(say).say })
  await forget(cluster)
  say('Everything is as npm run kind:up made it.')
  return 0
}

async function prepare(cluster: Cluster, lab: Lab): Promise<number> {
  const { title } = pageOf(lab)
  await checkTools(runner.run, tools)
  await restore(cluster, { run: runner.run, say: createSteps(say).say })
  await writeRecord(cluster, lab.number, await lab.remember(cluster))
  say(`
Lab ${lab.number}, ${title}, is ready: ${pageFile(lab)}

In each terminal that you type in, in this folder:
  export KUBECONFIG=${kubeconfigFile}
When you are done:
  npm run lab ${lab.number} check`)
  return 0
}

async function checkLab(cluster: Cluster, lab: Lab): Promise<number> {
  const { since, before } = await recordOf(cluster, lab)
  const runsDir = join(repository, '.saleday', 'sale-day')
  const checked = await check(lab, { cluster, since, before, runsDir })
  say(showChecked(`Lab ${lab.number}: ${pageOf(lab).title}`, checked))
  return checked.every(({ ok }) => ok) ? 0 : 1
}

async function solveLab(cluster: Cluster, lab: Lab): Promise<number> {
  const page = pageOf(lab)
  const record = await readRecord(cluster).catch(() => undefined)
  if (record?.lab !== lab.number) await prepare(cluster, lab)
  return await solve(page, kubeconfigFile)
}

let interrupted: number | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    interrupted = 128 + constants.signals[signal]
    runner.stop()
  })
}

try {
  const exitCode = await main(process.argv.slice(2))
  process.exitCode = interrupted ?? exitCode
} catch (error) {
  const isPlain = [CommandError, PageError, NotReadyError].some((kind) => error instanceof kind)
  const { text, exitCode } = isPlain ? { text: (error as Error).message, exitCode: 1 } : explain(error)
  process.stderr.write(interrupted === undefined ? `\n${text}\n` : '\nInterrupted. Say it again, and it begins anew.\n')
  process.exitCode = interrupted ?? exitCode
}
