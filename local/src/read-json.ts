import { readFileSync } from 'node:fs'

/** The content of a JSON file; undefined where there is none or it cannot be read as JSON. */
export function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined
  }
}
