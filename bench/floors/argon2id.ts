import { argon2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

/** Nothing but password hashes, as many at once as a process of auth allows. Writes how many there were in a second. */
const { durationMs } = JSON.parse(process.argv[2]!) as { durationMs: number }
const atOnce = 2
const hash = promisify(argon2)
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32, message: 'a-crowd-of-customers' }
let hashes = 0
const begunMs = performance.now()
const worker = async () => {
  for (; performance.now() - begunMs < durationMs; hashes++)
    await hash('argon2id', { ...parameters, nonce: randomBytes(16) })
}
await Promise.all(Array.from({ length: atOnce }, worker))
process.stdout.write(JSON.stringify({ perSecond: hashes / ((performance.now() - begunMs) / 1_000) }))
