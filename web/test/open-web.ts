import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'

/** What vite makes of a storefront, in small. */
export const script = `console.log(${JSON.stringify('open all day '.repeat(200))})\n`
export const html = `<!doctype html><title>Saleday</title><script type="module" src="/assets/index-Ab3_x-9Z.js"></script>${' '.repeat(600)}`
export const icon = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const dist = {
  'index.html': html,
  'assets/index-Ab3_x-9Z.js': script,
  'assets/dot-12345678.png': 'PNG',
  'icon.svg': icon,
}

/** A folder with these files; `remove` it. */
export function distFolder(files: Readonly<Record<string, string>> = dist) {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-dist-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

/** The storefront's server over HTTP. */
export async function openWeb(settings: Record<string, string> = {}) {
  const { folder, remove } = distFolder()
  const service = build(loadConfig({ DIST_DIR: folder, ...settings }), testChassis('web'))
  const server = await listen(service.app)
  return {
    /** As it comes over the wire: `fetch` decompresses, and follows where it is sent. */
    async get(path: string, headers: Record<string, string> = {}, method = 'GET') {
      const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>()
      request(server.url + path, { method, headers, agent: false }, resolve)
        .on('error', reject)
        .end()
      const answer = await promise
      return { status: answer.statusCode!, headers: answer.headers, body: await buffer(answer) }
    },
    async close() {
      await server.close()
      remove()
    },
  }
}
