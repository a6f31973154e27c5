import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { serviceOf } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'
import type { Source } from '../src/seen.ts'

export const token = 'open-all-day-0123456789'
export const html = '<!doctype html><title>Saleday console</title>'

/** The console of a source, over HTTP, looking each second. */
export async function openConsole(source: Source, settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-console-'))
  writeFileSync(join(folder, 'index.html'), html)
  const draining = new AbortController()
  const config = loadConfig({ DIST_DIR: folder, ...settings })
  const service = serviceOf(config, testChassis('console', { draining: draining.signal }), source)
  const server = await listen(service.app)
  for (const worker of service.workers ?? []) worker.start()
  return {
    url: server.url,
    drain: () => draining.abort(),
    /** Events of the stream, as they come. */
    async *events(): AsyncGenerator<{ event: string; data: unknown }> {
      // Before the first look there is nothing to tell yet.
      let response = await fetch(`${server.url}/api/frames`)
      while (response.status === 503) response = await fetch(`${server.url}/api/frames`)
      let text = ''
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const parts = (text + chunk).split('\n\n')
        text = parts.pop()!
        for (const part of parts) {
          const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/m.exec(part) ?? []
          yield { event, data: JSON.parse(data) }
        }
      }
    },
    act: (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/actions/${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async close() {
      await server.close()
      for (const worker of service.workers ?? []) await worker.stop()
      await service.close?.()
      rmSync(folder, { recursive: true })
    },
  }
}
