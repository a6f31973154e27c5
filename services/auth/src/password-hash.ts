import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** What OWASP asks for as a minimum. Hashes keep the parameters that they were made with. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const
const saltBytes = 16
const hashBytes = 32

type Parameters = { memory: number; passes: number; parallelism: number }

/** argon2id of the password with a new salt, in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const hash = await argon2id(password, salt, hashBytes, current)
  return `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$${base64(salt)}$${base64(hash)}`
}

export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const { parameters, salt, hash } = parse(phc)
  return timingSafeEqual(await argon2id(password, salt, hash.byteLength, parameters), hash)
}

/** Was the hash made with other parameters than new ones are? Then the next login makes it anew. */
export function isOutdated(phc: string): boolean {
  const { memory, passes, parallelism } = parse(phc).parameters
  return memory !== current.memory || passes !== current.passes || parallelism !== current.parallelism
}

/** The same password may be typed as different code points on different keyboards, hence NFKC. */
const argon2id = (password: string, nonce: Buffer, tagLength: number, parameters: Parameters): Promise<Buffer> =>
  derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...parameters })

function parse(phc: string): { parameters: Parameters; salt: Buffer; hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc)
  if (!match) throw new Error('a stored password hash is not argon2id in the PHC format')
  const [, memory, passes, parallelism, salt, hash] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
