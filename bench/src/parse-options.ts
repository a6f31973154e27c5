import { type ParseArgsConfig, parseArgs } from 'node:util'
import { UserError } from '@saleday/local/user-error'

/** @param help what shows the options. @throws UserError for what cannot be understood */
export function parseOptions<T extends ParseArgsConfig>(help: string, config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UserError((error as Error).message, `${help} shows the options.`)
  }
}
