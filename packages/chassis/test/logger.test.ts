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

/** Runs a program that has a logger, and gives the lines that it printed. */
async function printed(program: string): Promise<Record<string, unknown>[]> {
  const begin = `
    import { createLogger } from '@saleday/chassis/logger'
    const { log, flush } = createLogger({ name: 'order', level: 'info' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${begin}\n${program}`], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 10_000,
    killSignal: 'SIGKILL',
  })
  const lines = (await text(child.stdout)).trim().split('\n')
  return lines.map((line) => JSON.parse(line))
}

test('secrets in what is logged are hidden, in the fields and one below; the object itself stays as it was', async () => {
  const [line, after, error] = await printed(`
    const fields = { token: 'hidden', of: { password: 'hidden', email: 'shown' }, list: [1], error: undefined }
    log.info(fields, 'a line')
    log.info({ kept: fields.token === 'hidden' && fields.of.password === 'hidden' }, 'after')
    log.error({ err: new Error('broken'), secret: undefined }, 'an error')
    flush()`)
  assert.deepEqual([line!.token, line!.of, line!.list], ['[secret]', { password: '[secret]', email: 'shown' }, [1]])
  assert.equal(after!.kept, true)
  assert.equal((error!.err as Error).message, 'broken')
  assert.equal('secret' in error!, false)
  assert.ok(Math.abs(Date.parse(line!.time as string) - Date.now()) < 60_000)
})

test('a secret that a child logger holds is hidden, too', async () => {
  const [line] = await printed(`log.child({ token: 'hidden', of: 'shown' }).info('a line'); flush()`)
  assert.deepEqual([line!.token, line!.of], ['[secret]', 'shown'])
})

test('lines that wait are written when the process ends, by a flush or without one', async () => {
  const many = `for (let line = 0; line < 50; line++) log.info({ line, text: 'x'.repeat(100) }, 'a line')`
  for (const end of ['process.exit(0)', 'flush(); process.exit(0)', 'setTimeout(() => process.exit(0), 20)', '']) {
    const numbers = (await printed(`${many}\n${end}`)).map(({ line }) => line)
    assert.deepEqual(
      numbers,
      Array.from({ length: 50 }, (_, at) => at),
      end,
    )
  }
})

test('where tracing is on the line of a request has the id of its trace', async () => {
  const [line] = await printed(`
    import { linkTracing } from '@saleday/chassis/trace-context'
    import { requestLog } from '@saleday/chassis/request-log'
    linkTracing({ traceId: () => 'a-trace', routeFound() {}, flush: async () => {} })
    const traced = createLogger({ name: 'order', level: 'info' })
    requestLog(traced.log)('/api/orders', 'GET', 200, 1, { requestId: 'a-request', traceId: undefined, who: {} })
    traced.flush()`)
  assert.deepEqual([line!.traceId, line!.requestId, line!.msg], ['a-trace', 'a-request', 'request'])
})
