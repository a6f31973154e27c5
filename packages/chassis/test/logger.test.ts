import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { text } from 'node:stream/consumers'
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

test('secrets in what is logged are hidden, in the fields and one below; the object itself stays as it was', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
        import { createLogger } from '@saleday/chassis/logger'
        const { log, flush } = createLogger({ name: 'order', level: 'info' })
        const fields = { token: 'hidden', of: { password: 'hidden', email: 'shown' }, list: [1], error: undefined }
        log.info(fields, 'a line')
        log.info({ kept: fields.token === 'hidden' && fields.of.password === 'hidden' }, 'after')
        log.error({ err: new Error('broken'), secret: undefined }, 'an error')
        flush()
      `,
    ],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'], timeout: 10_000, killSignal: 'SIGKILL' },
  )
  const lines = (await text(child.stdout)).trim().split('\n')
  const [line, after, error] = lines.map((one) => JSON.parse(one))
  assert.deepEqual([line.token, line.of, line.list], ['[secret]', { password: '[secret]', email: 'shown' }, [1]])
  assert.equal(after.kept, true)
  assert.equal(error.err.message, 'broken')
  assert.equal('secret' in error, false)
  assert.ok(Math.abs(Date.parse(line.time) - Date.now()) < 60_000)
})
