import type { Environment } from '@saleday/chassis/settings'

export type Reads<T> = {
  result: T | undefined
  /** Set where the program would refuse to start; its message has one line. */
  refusal: string | undefined
  /** Every variable that was asked for. */
  names: ReadonlySet<string>
}

/** Lets a program read its settings, and notes which ones it asks for. */
export function recordReads<T>(values: ReadonlyMap<string, string>, read: (environment: Environment) => T): Reads<T> {
  const names = new Set<string>()
  const recorder = new Proxy<Record<string, string | undefined>>(Object.fromEntries(values), {
    get(all, name: string) {
      names.add(name)
      return all[name]
    },
  })
  try {
    return { result: read(recorder), refusal: undefined, names }
  } catch (error) {
    return { result: undefined, refusal: (error as Error).message.replaceAll(/\s*\n\s*/g, '; '), names }
  }
}
