import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { servers } from '@saleday/local/parties'
import { UserError } from '@saleday/local/user-error'
import { auditRun } from './audit-run.ts'
import type { Figures } from './figures.ts'
import type { K6 } from './find-k6.ts'
import type { Interruption } from './interruption.ts'
import { k6Command, urlForK6 } from './k6-command.ts'
import { liveDay } from './live-day.ts'
import type { Terminal } from './live-screen.ts'
import { liveView, stateReader } from './live-view.ts'
import type { Options } from './options.ts'
import { prepareCrowd } from './prepare-crowd.ts'
import { publishDay } from './publish-day.ts'
import { newRecorder } from './record-samples.ts'
import { type Crowd, runCrowd } from './run-crowd.ts'
import { type RunFiles, runFiles } from './run-files.ts'
import { type Result, settle } from './settle.ts'
import { watchCrowd } from './watch-crowd.ts'
import type { ShopUnderLoad } from './with-shop.ts'

export type RunParts = {
  options: Options
  shop: ShopUnderLoad
  runId: string
  k6: K6
  repository: string
  interruption: Interruption
  out: Terminal
  isTty: boolean
  say: (line: string) => void
}

/** Runs one scenario against a shop that is open. Ctrl-C ends the crowd; what was seen until then still counts. */
export async function runScenario(parts: RunParts): Promise<Result> {
  const { options, shop, runId, k6, interruption, out, isTty, say } = parts
  const files = runFiles(join(shop.runsDir, runId))
  mkdirSync(files.dir, { recursive: true })
  copyFileSync(options.scenarioFile, files.scenario)
  const endChanges = shop.cluster?.writeChanges(files.cluster)
  let endPublishing: (() => Promise<void>) | undefined
  try {
    const baseUrl = urlForK6(shop.baseUrl, k6, process.platform)
    // A run that was killed may have left some.
    if (options.elsewhere === undefined) await shop.bank.set({}).catch(() => undefined)
    const shelves = await prepareCrowd({ options, shop, runId, files, baseUrl, say })
    if (interruption.times() > 0) throw new UserError('Ended by hand before the crowd came.', 'Nothing was tested.')

    const recorder = newRecorder({ replicas: shop.replicas, services: servers, runDir: files.dir, say })
    const view = liveView({ out, isTty, scenario: options.scenario, recorder })
    recorder.start()
    let crowdHasGone = false
    const stateNow = stateReader(options.scenario, recorder)
    const dayNow = () => liveDay(runId, options.scenario, stateNow(), crowdHasGone, Date.now())
    endPublishing = shop.board && publishDay(shop.board, dayNow, view.line)
    const end = await watchCrowd({
      startCrowd: () => startCrowd(parts, files),
      files,
      options,
      replicas: shop.replicas,
      bank: shop.bank,
      cluster: shop.cluster?.actions,
      interruption,
      recorder,
      say: view.line,
    }).finally(async () => {
      crowdHasGone = true
      view.stop()
      await recorder.stop()
    })
    const figures = readFigures(files)
    const audited = await auditRun({ shop, journalFile: files.journal, interruption, say })
    await endChanges?.()
    return await settle({ parts, runId, files, figures, end, audited, shelves, harness: recorder.cost() })
  } finally {
    await endPublishing?.()
    await endChanges?.()
    // Its tokens are as good as passwords.
    rmSync(files.customers, { force: true })
  }
}

/** From inside of the cluster where that was asked for, else from here. */
function startCrowd({ options, shop, runId, k6, repository }: RunParts, files: RunFiles): Crowd {
  const { scenario } = options
  if (shop.cluster?.startCrowd !== undefined) return shop.cluster.startCrowd({ runId, scenario, files })
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
  const command = k6Command({
    k6,
    loadDir: join(repository, 'load'),
    runDir: files.dir,
    planFile: files.plan,
    journalFile: files.journal,
    user,
    platform: process.platform,
  })
  return runCrowd(command, files.log)
}

/** A k6 that was killed leaves none: what its journal says still counts. */
function readFigures(files: RunFiles): Figures | undefined {
  return existsSync(files.figures) ? (JSON.parse(readFileSync(files.figures, 'utf8')) as Figures) : undefined
}

/** `20261127-090000-42`: sorts by time, and tells two runs of one seed apart. */
export function runIdOf(at: Date, seed: number): string {
  const [date = '', time = ''] = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T')
  return `${date}-${time}-${seed}`
}
