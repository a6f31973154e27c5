import { UserError } from '@saleday/local/user-error'
import { parseOptions } from './parse-options.ts'
import { quickRun, type RunSettings, wholeRun } from './run-settings.ts'

export const usage = (names: readonly string[], onlyByName: readonly string[]) => `npm run bench [-- NAME … OPTION …]

Measures the shop beside floors, in turn; without a name all that has a floor on the same databases, in ten minutes or less.

  --quick         short runs, to see that everything works; the figures count for nothing
  --json FILE     writes the run to a file
  --against FILE  compares with a run that was written so
  --orders N      rows of order-history; default ${wholeRun.orders.toLocaleString('en')}
  --help          this

Names: ${names.filter((name) => !onlyByName.includes(name)).join(', ')}
Only by their names: ${onlyByName.join(', ')}`

export type Options = {
  names: string[]
  run: RunSettings
  json: string | undefined
  against: string | undefined
  help: boolean
}

/** @param onlyByName of the known ones, those that a run without names leaves out. @throws UserError for what cannot be understood */
export function readOptions(
  args: readonly string[],
  known: readonly string[],
  onlyByName: readonly string[] = [],
): Options {
  const { positionals, values } = parseOptions('npm run bench -- --help', {
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      against: { type: 'string' },
      orders: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const unknown = positionals.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new UserError(`There is no measure ${unknown.join(', ')}.`, `There are: ${known.join(', ')}`)
  const orders = values.orders === undefined ? undefined : Number(values.orders)
  if (orders !== undefined && !(Number.isInteger(orders) && orders >= 1_000 && orders <= 100_000_000))
    throw new UserError(`--orders is ${values.orders}.`, 'It is a whole number from 1000 to 100000000.')
  const run = values.quick ? quickRun : wholeRun
  return {
    names: known.filter((name) => (positionals.length === 0 ? !onlyByName.includes(name) : positionals.includes(name))),
    run: orders === undefined ? run : { ...run, orders },
    json: values.json,
    against: values.against,
    help: values.help,
  }
}
