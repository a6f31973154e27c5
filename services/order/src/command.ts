/** What commands of this service have in common: they are run by an operator, in a pod or on a machine of one's own. */

/** The command will not do what it was asked for, or could not; the message says why and what to do. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** Runs the work; where it fails the process ends with 1, and says why. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    process.exitCode = 1
    const { code } = error as NodeJS.ErrnoException
    // A mistake in the arguments, or a setting that is missing, says by itself what is wrong.
    const isPlain =
      error instanceof Refusal || (error as Error).name === 'SettingsError' || code?.startsWith('ERR_PARSE_ARGS')
    console.error(isPlain ? (error as Error).message : error)
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws Refusal naming what is wrong */
export function mustBeId(what: string, value: string | undefined): string {
  if (value !== undefined && uuid.test(value)) return value
  throw new Refusal(`${what} must be a UUID${value === undefined ? '' : `, not ${value}`}.`)
}
