import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { hasETag } from './if-none-match.ts'
import { type Reply, reply } from './reply.ts'

/** A file as it is served: with its bytes compressed where that makes them fewer, the smallest first. */
export type StaticFile = { contentType: string; encoded: readonly Encoded[] }
type Encoded = { encoding: 'br' | 'gzip' | 'identity'; body: Buffer; etag: string }

/** By their paths below the folder, with slashes: `index.html`, `assets/index-B2xK.js`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const isText = (contentType: string) => /^text\/|json|svg/.test(contentType)

/** Brotli's highest level takes ten times as long for a twentieth less, and a process that starts is waited for. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Reads all files of a folder into memory, but for those whose names begin with a dot. @throws where there is no folder */
export function readStaticFiles(folder: string): StaticFiles {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => !/(^|\/)\./.test(path))
  return new Map(files.map((path) => [path, toStaticFile(path, readFileSync(join(folder, path)))]))
}

function toStaticFile(path: string, body: Buffer): StaticFile {
  const contentType = contentTypes[extname(path)] ?? 'application/octet-stream'
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  const plain: Encoded = { encoding: 'identity', body, etag: `"${hash}"` }
  if (!isText(contentType)) return { contentType, encoded: [plain] }
  const compressed: Encoded[] = [
    { encoding: 'br', body: brotliCompressSync(body, brotliOptions), etag: `"${hash}-br"` },
    { encoding: 'gzip', body: gzipSync(body, { level: 9 }), etag: `"${hash}-gzip"` },
  ]
  return { contentType, encoded: [...compressed.filter((one) => one.body.length < body.length), plain] }
}

/** The file in the encoding that the caller takes; 304 where it is asked for with 200 and the caller has it. */
export function fileReply(
  file: StaticFile,
  asked: IncomingHttpHeaders,
  headers: Readonly<Record<string, string>>,
  status = 200,
): Reply {
  const accepts = acceptedEncodings(asked['accept-encoding'])
  const { encoding, body, etag } = file.encoded.find((one) => accepts(one.encoding))!
  const caching = { ...headers, etag, vary: 'accept-encoding' }
  if (status === 200 && hasETag(asked['if-none-match'], etag)) return reply(304, undefined, caching)
  return reply(status, body, {
    ...caching,
    'content-type': file.contentType,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  })
}

/** RFC 9110: a name without a weight is wanted, one with the weight 0 is not. Bytes as they are do for everybody. */
function acceptedEncodings(header: string | undefined): (encoding: Encoded['encoding']) => boolean {
  const weights = new Map<string, number>()
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((text) => text.startsWith('q='))
    weights.set(name, weight === undefined ? 1 : Number(weight.slice(2)))
  }
  return (encoding) => encoding === 'identity' || (weights.get(encoding) ?? weights.get('*') ?? 0) > 0
}
