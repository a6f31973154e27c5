import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { BankFaults } from '@saleday/contracts/bank'
import type { Interruption } from '../src/interruption.ts'
import { k6Command } from '../src/k6-command.ts'
import { noReplicas } from '../src/local-replicas.ts'
import { prepareCrowd } from '../src/prepare-crowd.ts'
import { runFiles } from '../src/run-files.ts'
import {
  crowdOn,
  customers,
  k6,
  linesOf,
  optionsFor,
  readJournal,
  repository,
  short,
  withK6,
  writeCustomers,
} from './crowd-on.ts'
import { fakeShop, isCheckout, type Mood } from './fake-shop.ts'

/** Killing the client of Docker does not kill what runs in it. */
const withK6Program = k6?.from === 'path' ? {} : { skip: 'there is no k6 program on this machine' }

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-ended-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    assert.ok(waited < 30_000, what)
    await delay(20)
  }
}

/** Ctrl-C, to be pressed by `press`. */
function newInterruption(): Interruption & { press(): void } {
  const listeners = new Set<(times: number) => void>()
  let times = 0
  return {
    times: () => times,
    onAsked: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    press() {
      if (times > 0) return
      times = 1
      for (const listener of listeners) listener(1)
    },
  }
}

test(
  'k6 killed with SIGKILL: every checkout that reached the shop has its intent in the journal',
  withK6Program,
  async (t) => {
    const files = runFiles(place(t))
    const shop = await fakeShop()
    t.after(() => shop.close())
    const scenario = { ...short, checkoutsPerSecond: 20, phases: [{ name: 'all', seconds: 20, share: 1 }] }
    await prepareCrowd({
      options: optionsFor(scenario),
      shop: {
        baseUrl: shop.url,
        runsDir: files.dir,
        customers,
        replicas: noReplicas,
        bank: { set: async () => undefined },
      },
      runId: 'killed',
      files,
      baseUrl: shop.url,
      say: () => undefined,
    })
    const { command, args } = k6Command({
      k6: k6!,
      loadDir: join(repository, 'load'),
      runDir: files.dir,
      planFile: files.plan,
      journalFile: files.journal,
      user: '',
      platform: process.platform,
    })
    const child = spawn(command, args, { stdio: 'ignore' })
    const ended = once(child, 'exit')
    t.after(() => child.kill('SIGKILL'))
    await until('the crowd buys', () => shop.orderCalls.length > 40)
    child.kill('SIGKILL')
    await ended
    await delay(100)
    const intents = new Map(linesOf(readJournal(files.journal), 'intent').map((line) => [line.key, line]))
    assert.ok(shop.orderCalls.length > 40)
    for (const { key, body } of shop.orderCalls) {
      const intent = intents.get(key!)
      assert.ok(intent, `no intent for ${key}`)
      assert.deepEqual(intent.lines, (body as { lines: unknown }).lines)
    }
  },
)

test(
  'Ctrl-C ends the crowd and what it broke, audits, and is not valid, though the shop is not blamed',
  withK6,
  async () => {
    const faults: Partial<BankFaults>[] = []
    let audited = ''
    const interruption = newInterruption()
    let calls = 0
    const pressLater: Mood = (call) => {
      if (isCheckout(call) && ++calls === 20) interruption.press()
      return undefined
    }
    const { result, journal, said } = await crowdOn(pressLater, {
      scenario: {
        ...short,
        phases: [...short.phases, { name: 'long', seconds: 60, share: 1 }],
        events: [{ atMs: 10, kind: 'bank', faults: { slowMs: 100 }, forMs: 50_000 }],
      },
      interruption,
      shop: {
        bank: { set: async (wanted) => void faults.push(wanted) },
        audit: async ({ journalFile }) => {
          audited = journalFile
          return { balanced: true, books: [], seconds: 0, rssMiB: 0 }
        },
      },
    })
    assert.deepEqual(result.verdict, { exitCode: 2, reasons: ['the run was ended by hand'] })
    assert.match(audited, /journal\.jsonl$/)
    assert.equal(journal.at(-1)?.j, 'end')
    assert.ok(linesOf(journal, 'outcome').length > 0)
    assert.deepEqual(faults.slice(-2), [{ slowMs: 100 }, {}])
    assert.equal(result.summary?.checkouts.byOutcome.unknown, 0)
    assert.match(result.report.htmlFile, /report\.html$/)
    assert.doesNotMatch(said.join('\n'), /unknown|no answer/)
  },
)

test(
  'a k6 that breaks down leaves a run that is not valid, with an audit and a report all the same',
  withK6Program,
  async () => {
    const { result } = await crowdOn(undefined, {
      scenario: { ...short, phases: [{ name: 'none', seconds: 0.1, share: -1 }] },
      shop: { audit: async () => ({ balanced: true, books: [], seconds: 0, rssMiB: 0 }) },
    })
    assert.equal(result.verdict.exitCode, 2)
    assert.match(result.verdict.reasons[0] ?? '', /k6 ended with \d+ and left no figures; its log is .*k6\.log/)
    assert.equal(result.summary, undefined)
  },
)

test(
  'the terminal goes away: the crowd is ended in good order, and the run is complete on the disk',
  withK6,
  async (t) => {
    const folder = place(t)
    const shop = await fakeShop()
    t.after(() => shop.close())
    writeCustomers(join(folder, 'customers.jsonl'), 50)
    const driver = startDriver(folder, [
      '--scenario',
      'smoke',
      '--url',
      shop.url,
      '--customers',
      join(folder, 'customers.jsonl'),
      '--seed',
      '3',
    ])
    t.after(() => driver.kill('SIGKILL'))
    await until('the crowd buys', () => shop.orderCalls.length > 10)
    driver.stdout!.destroy()
    driver.stderr!.destroy()
    driver.kill('SIGHUP')
    assert.deepEqual(await once(driver, 'exit'), [2, null])
    const [run] = readdirSync(join(folder, 'saleday'))
    const files = runFiles(join(folder, 'saleday', run!))
    const journal = readJournal(files.journal)
    assert.equal(journal.at(-1)?.j, 'end')
    const intents = new Set(linesOf(journal, 'intent').map(({ key }) => key))
    assert.ok(shop.orderCalls.every(({ key }) => intents.has(key!)))
    assert.ok(existsSync(join(files.dir, 'report.html')))
    assert.ok(!existsSync(files.customers), 'tokens are left behind')
  },
)

function startDriver(folder: string, args: string[]): ChildProcess {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env
  return spawn(process.execPath, [join(repository, 'load/src/sale-day.ts'), ...args], {
    env: { ...environment, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
