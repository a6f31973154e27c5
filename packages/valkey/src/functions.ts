import type { Redis } from 'ioredis'

/** A library of server-side functions. The code begins with its own header: `#!lua name=<name>`. */
export type FunctionLibrary = { name: string; code: string }

/**
 * Calls a server-side function. A server that does not have it, being new or having lost its data, is given the library
 * first; so is one that has an older version without this function.
 */
export async function callFunction(
  redis: Redis,
  library: FunctionLibrary,
  fn: string,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  const call = () => redis.fcall(fn, keys.length, ...keys, ...args)
  try {
    return await call()
  } catch (error) {
    if (!isFunctionMissing(error)) throw error
    await loadFunctions(redis, library)
    return await call()
  }
}

/** Gives the library to the server, in place of the version that it may have. Worth doing once in a warm-up. */
export async function loadFunctions(redis: Redis, library: FunctionLibrary): Promise<void> {
  const header = library.code.split('\n', 1)[0] ?? ''
  if (!header.startsWith('#!lua ') || !header.includes(`name=${library.name}`)) {
    throw new Error(`the code of the library ${library.name} must begin with #!lua name=${library.name}`)
  }
  await redis.function('LOAD', 'REPLACE', library.code)
}

const isFunctionMissing = (error: unknown) => error instanceof Error && /^ERR Function not found/i.test(error.message)
