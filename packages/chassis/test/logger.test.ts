import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { test } from 'node:test'

const program = `
  import { createLogger } from '@saleday/chassis/logger'
  const { log, flush } = createLogger({ name: 'order', level: 'info' })
  for (let round = 0; round < 5; round++) {
    for (let line = 0; line < 100; line++) log.info({ text: 'x'.repeat(100) }, 'a line')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  flush()
`

test('a log that cannot be written, on a full disk, ends no process', { skip: !existsSync('/dev/full') }, async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', openSync('/dev/full', 'w'), 'inherit'],
    timeout: 10_000,
    killSignal: 'SIGKILL',
  })
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})
