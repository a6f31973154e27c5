import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { dirname, join, normalize } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Runs beside k6 in each pod of a crowd, for the sale day, which comes by port-forward: takes what k6 needs, lets it begin and ends
 * it, and hands out its journal while it grows. load/cluster/inside/runner-client.ts is the other side.
 */
const { CROWD_DIR: dir = '/crowd', CROWD_PORT: port = '6566', K6_API: k6Api = 'http://127.0.0.1:6565' } = process.env

const journal = join(dir, 'journal.jsonl')
const figures = join(dir, 'figures.json')
const complete = join(dir, 'complete')

const mostBytes = 1_048_576
const lookEveryMs = 50
const mostWaitMs = 1_000

type Answer = { status: number; body: Buffer | object; headers?: Record<string, string> }

const routes: Readonly<Record<string, (request: IncomingMessage, url: URL) => Promise<Answer>>> = {
  'GET /status': async () => ok(await status()),
  'PUT /inputs': async (request) => {
    if (!existsSync(complete)) writeInputs(await readJson(request))
    return ok({})
  },
  'PUT /start': async (request) => {
    const { at } = await readJson<{ at: number }>(request)
    await delay(at - Date.now())
    await setK6({ paused: false })
    return ok({ startedAt: Date.now() })
  },
  'PUT /stop': async () => {
    await setK6({ stopped: true })
    return ok({})
  },
  'GET /journal': async (_request, url) => await readJournal(Number(url.searchParams.get('from'))),
  'GET /figures': async () =>
    existsSync(figures) ? { status: 200, body: readFileSync(figures) } : { status: 404, body: {} },
  'PUT /end': async () => {
    setImmediate(() => process.exit(0))
    return ok({})
  },
}

const ok = (body: object): Answer => ({ status: 200, body })

/** What k6 says of itself; null where it is not there. */
async function status(): Promise<object> {
  const k6 = await fetch(`${k6Api}/v1/status`, { signal: AbortSignal.timeout(2_000) })
    .then((response) => response.json() as Promise<{ data: { attributes: object } }>)
    .then(({ data }) => data.attributes)
    .catch(() => null)
  return { now: Date.now(), hasInputs: existsSync(complete), k6, journalBytes: sizeOf(journal) }
}

async function setK6(attributes: object): Promise<void> {
  const response = await fetch(`${k6Api}/v1/status`, {
    method: 'PATCH',
    body: JSON.stringify({ data: { type: 'status', id: 'default', attributes } }),
    signal: AbortSignal.timeout(5_000),
  })
  if (!response.ok) throw new Error(`k6 answered ${response.status}: ${await response.text()}`)
}

/** All or nothing: k6 starts when the last of it is there. */
function writeInputs(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = normalize(join(dir, path))
    if (!file.startsWith(`${dir}/`)) throw new Error(`${path} is not in the folder`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { mode: 0o600 })
  }
  writeFileSync(`${complete}.new`, '')
  renameSync(`${complete}.new`, complete)
}

/** What comes after the first bytes, as soon as there is more, and how many bytes there are now. */
async function readJournal(from: number): Promise<Answer> {
  const startedAt = Date.now()
  while (sizeOf(journal) <= from && Date.now() - startedAt < mostWaitMs) await delay(lookEveryMs)
  const size = sizeOf(journal)
  const body = Buffer.alloc(Math.max(0, Math.min(size - from, mostBytes)))
  if (body.length > 0) {
    const file = await open(journal)
    await file.read(body, 0, body.length, from).finally(() => file.close())
  }
  return { status: 200, body, headers: { 'x-journal-bytes': String(size) } }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

async function readJson<T>(request: IncomingMessage): Promise<T> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as T
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://runner')
  const route = routes[`${request.method} ${url.pathname}`]
  const answering = route === undefined ? Promise.resolve<Answer>({ status: 404, body: {} }) : route(request, url)
  const { status, body, headers } = await answering.catch(
    (error: Error): Answer => ({ status: 500, body: { error: error.message } }),
  )
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  response.writeHead(status, { 'content-length': bytes.length, ...headers }).end(bytes)
})
// Whoever is asked for the next part of a journal is asked by the same connection.
server.keepAliveTimeout = 60_000
// What is left of the journal has to be fetched before this goes: it ends when it is told to, or is killed after its grace.
process.on('SIGTERM', () => {})
// Not for other pods: it takes the customers' tokens.
server.listen(Number(port), '127.0.0.1')
