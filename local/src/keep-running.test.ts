import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Crew, type CrewOptions, keepRunning, StartFailure } from './keep-running.ts'

const stays = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); process.stdout.write("up")'

/** A crew of small programs; one is ready when it has said so. */
function crewOf(program: (launch: number) => string, replicas = 1, overrides: Partial<CrewOptions> = {}) {
  const up = new Map<number, boolean>()
  const notes: string[] = []
  let launches = 0
  const crew = keepRunning({
    name: 'fake',
    replicas,
    launch(slot) {
      up.set(slot, false)
      const child = spawn(process.execPath, ['-e', program(launches++)], { stdio: ['ignore', 'pipe', 'ignore'] })
      child.stdout.on('data', () => up.set(slot, true))
      return child
    },
    isReady: async (slot) => up.get(slot) ?? false,
    onChange: () => {},
    note: (line) => notes.push(line),
    startLimitMs: 10_000,
    ...overrides,
  })
  return { crew, notes, launches: () => launches }
}

async function until(crew: Crew, holds: (crew: Crew) => boolean): Promise<void> {
  for (let waited = 0; !holds(crew); waited += 20) {
    assert.ok(waited < 10_000, 'it did not come about')
    await sleep(20)
  }
}
const allReady = (count: number) => (crew: Crew) => crew.list().filter(({ ready }) => ready).length === count

test('keepRunning, a process killed with SIGKILL, is started again on its slot at once', async (t) => {
  const { crew, notes } = crewOf(() => stays, 2)
  t.after(() => crew.kill())
  await crew.ready
  const [first, second] = crew.list()
  process.kill(first!.pid, 'SIGKILL')
  await until(crew, (now) =>
    now.list().some(({ slot, pid, ready }) => slot === first!.slot && pid !== first!.pid && ready),
  )
  const again = crew.list().find(({ slot }) => slot === first!.slot)
  assert.equal(again?.restarts, 1)
  assert.equal(crew.list().find(({ slot }) => slot === second!.slot)?.pid, second!.pid, 'the other one went on')
  assert.match(notes.join(), /ended with SIGKILL; started again/)
})

test('keepRunning, a process that is killed again and again after it was ready, is started again at once each time', async (t) => {
  const { crew, notes } = crewOf(() => stays)
  t.after(() => crew.kill())
  await crew.ready
  for (let kills = 1; kills <= 4; kills++) {
    process.kill(crew.list()[0]!.pid, 'SIGKILL')
    await until(crew, (now) => now.list()[0]?.restarts === kills && now.list()[0]!.ready)
  }
  assert.equal(notes.filter((note) => note.endsWith('started again')).length, 4)
})

test('keepRunning, a process that ends with 2 before it was ready, gives up the start', async (t) => {
  const { crew, launches } = crewOf(() => 'process.exit(2)')
  t.after(() => crew.kill())
  await assert.rejects(crew.ready, (error) => error instanceof StartFailure && error.exitCode === 2)
  assert.equal(launches(), 1)
})

test('keepRunning, a process that crashes three times before it was ready, gives up the start', async (t) => {
  const { crew, launches } = crewOf(() => 'process.exit(1)')
  t.after(() => crew.kill())
  await assert.rejects(crew.ready, StartFailure)
  assert.equal(launches(), 3)
})

test('keepRunning, a process that crashes once at its start, comes up all the same', async (t) => {
  const { crew } = crewOf((launch) => (launch === 0 ? 'process.exit(1)' : stays))
  t.after(() => crew.kill())
  await crew.ready
})

test('roll replaces every process and never has fewer ready than there should be', async (t) => {
  let fewest = Number.POSITIVE_INFINITY
  let watch = () => {}
  const { crew } = crewOf(() => stays, 2, { onChange: () => watch() })
  t.after(() => crew.kill())
  await crew.ready
  const before = crew.list().map(({ pid }) => pid)
  watch = () => {
    fewest = Math.min(fewest, crew.list().filter(({ ready }) => ready).length)
  }
  assert.equal(await crew.roll(), true)
  assert.ok(allReady(2)(crew))
  assert.ok(crew.list().every(({ pid }) => !before.includes(pid)))
  assert.equal(fewest, 2)
})

test('roll, a new process that does not come up, leaves the old ones in place', async (t) => {
  const { crew, notes } = crewOf((launch) => (launch < 2 ? stays : 'process.exit(1)'), 2)
  t.after(() => crew.kill())
  await crew.ready
  const before = crew.list()
  assert.equal(await crew.roll(), false)
  assert.deepEqual(crew.list(), before)
  assert.match(notes.join(), /the old ones stay/)
})

test('stop, a process that ignores SIGTERM, is killed after the grace', async () => {
  const { crew } = crewOf(
    () => 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.stdout.write("up")',
  )
  await crew.ready
  const pid = crew.list()[0]!.pid
  await crew.stop(200)
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
  assert.deepEqual(crew.list(), [])
})

test('stop, a process that was ready, starts nothing again', async () => {
  const { crew, launches } = crewOf(() => stays)
  await crew.ready
  await crew.stop(5_000)
  await sleep(100)
  assert.equal(launches(), 1)
})
