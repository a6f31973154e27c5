import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { cpuMsOf, parseStat } from './process-cpu.ts'

test('parseStat reads parent and CPU time, whatever the name of the process', () => {
  const rest = 'S 17 1 1 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 500 1000 200'
  assert.deepEqual(parseStat(`5 (node) ${rest}`), { parent: 17, ticks: 110 })
  assert.deepEqual(parseStat(`5 (a) b (c d) ${rest}`), { parent: 17, ticks: 110 })
})

test('cpuMsOf counts what a process has started', { skip: !existsSync('/proc/self/stat') }, async () => {
  const busy = 'const end = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < end);'
  const script = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}]); console.log(1); setTimeout(() => {}, 60_000)`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await once(child.stdout, 'data')
    assert.ok(cpuMsOf([child.pid!]) >= 200)
    assert.equal(cpuMsOf([]), 0)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})
