import { readFileSync } from 'node:fs'

export type Environment = Readonly<Record<string, string | undefined>>

/** Says everything that is wrong with the environment at once. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

type Common<T> = { default?: T }
type Readers<Absent> = {
  /** `means` says in words what the variable may hold; it ends up in the error. */
  string(name: string, rules?: Common<string> & { pattern?: RegExp; means?: string }): string | Absent
  integer(name: string, rules?: Common<number> & { min?: number; max?: number }): number | Absent
  boolean(name: string, rules?: Common<boolean>): boolean | Absent
  /** A moment, as RFC 3339 writes it. */
  time(name: string, rules?: Common<Date>): Date | Absent
  url(name: string, rules?: Common<string> & { protocols?: readonly string[] }): string | Absent
  oneOf<const T extends string>(name: string, values: readonly T[], rules?: Common<NoInfer<T>>): T | Absent
  /** The variable, or the content of the file that `<name>_FILE` names. Its value never shows in an error. */
  secret(name: string, rules?: Common<string> & { minLength?: number }): string | Absent
}

/** Reads variables; one without a default is required, but for those read through `optional`. */
export type SettingsReader = Readers<never> & { optional: Readers<undefined> }

/**
 * Reads the environment once into one frozen object.
 * @throws SettingsError naming each variable that is missing or wrong, what it holds and what it may hold.
 */
export function settings<T>(environment: Environment, read: (from: SettingsReader) => T): Readonly<T> {
  const complaints: string[] = []
  const result = read({
    ...readers(environment, complaints, true),
    optional: readers(environment, complaints, false),
  } as SettingsReader)
  if (complaints.length > 0)
    throw new SettingsError(`The settings are not valid:\n${complaints.map((line) => `  ${line}`).join('\n')}`)
  return deepFreeze(result)
}

function readers(environment: Environment, complaints: string[], required: boolean): Readers<undefined> {
  /** Stands in for a value after a complaint; nobody sees it, since `settings` throws. */
  const unusable = undefined as never

  function take<T>(
    name: string,
    rules: Common<T> | undefined,
    means: string,
    parse: (text: string) => T | undefined,
  ): T {
    const text = environment[name]
    if (text === undefined || text === '') {
      if (rules?.default !== undefined) return rules.default
      if (required) complaints.push(`${name} is not set; it must be ${means}`)
      return unusable
    }
    const value = parse(text)
    if (value === undefined) complaints.push(`${name} is ${JSON.stringify(text)}; it must be ${means}`)
    return value as T
  }

  return {
    string: (name, rules) =>
      take(name, rules, rules?.means ?? (rules?.pattern ? `text matching ${rules.pattern}` : 'text'), (text) =>
        rules?.pattern && !rules.pattern.test(text) ? undefined : text,
      ),
    integer: (name, rules) => {
      const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = rules ?? {}
      const bounds =
        rules?.min === undefined && rules?.max === undefined ? '' : ` from ${rules.min ?? '…'} to ${rules.max ?? '…'}`
      return take(name, rules, `a whole number${bounds}`, (text) => {
        const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
        return value >= min && value <= max ? value : undefined
      })
    },
    boolean: (name, rules) =>
      take(name, rules, 'true or false', (text) => (text === 'true' ? true : text === 'false' ? false : undefined)),
    time: (name, rules) => take(name, rules, 'a time such as 2026-11-27T08:00:00Z', parseTime),
    url: (name, rules) => {
      const protocols = rules?.protocols ?? ['http:', 'https:']
      return take(
        name,
        rules,
        `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
        (text) =>
          URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text.replace(/\/$/, '') : undefined,
      )
    },
    oneOf: (name, values, rules) =>
      take(name, rules, `one of ${values.join(', ')}`, (text) => values.find((value) => value === text)),
    secret: (name, rules) => {
      const minLength = rules?.minLength ?? 1
      const file = environment[`${name}_FILE`]
      let text = environment[name]
      if (!text && file) {
        try {
          text = readFileSync(file, 'utf8').trim()
        } catch (error) {
          complaints.push(`${name}_FILE is ${JSON.stringify(file)}, which cannot be read: ${(error as Error).message}`)
          return unusable
        }
      }
      if (!text) {
        if (rules?.default !== undefined) return rules.default
        if (required)
          complaints.push(`${name} is not set, and neither is ${name}_FILE; one of them must hold or name a secret`)
        return unusable
      }
      if (text.length < minLength)
        complaints.push(`${name} has ${text.length} characters; it must have ${minLength} or more`)
      return text
    },
  }
}

/** `Date` alone takes more than RFC 3339 writes, and makes March of the 30th of February. */
function parseTime(text: string): Date | undefined {
  const [, date] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.exec(text) ?? []
  const time = new Date(text)
  if (date === undefined || Number.isNaN(time.getTime())) return undefined
  return new Date(date).toISOString().startsWith(date) ? time : undefined
}

function deepFreeze<T>(value: T): Readonly<T> {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
