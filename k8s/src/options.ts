import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '@saleday/local/user-error'

export type Options = {
  /** Of the cluster; its context is `kind-<name>`. */
  name: string
  /** Of this machine, that the shop is at; undefined: the cluster's own, 8080 for a new one. */
  port: number | undefined
  /** Where the manifests of the add-ons are, instead of on the internet. */
  addonsDir: string | undefined
  timeoutSeconds: number
}

type Command = 'kind:up' | 'kind:down' | 'kind:status'

const nameLine = '  --name NAME        name of the cluster; default saleday'

export const usages: Readonly<Record<Command, string>> = {
  'kind:up': `npm run kind:up -- [options]
${nameLine}
  --port N           port of this machine that the shop is at; default 8080
  --addons DIR       for machines without internet: a folder that holds metrics-server.yaml, gateway-api.yaml, keda.yaml
  --timeout SECONDS  how long the shop may take to become ready; default 300
  --help             shows this`,
  'kind:down': `npm run kind:down -- [options]
${nameLine}
  --help             shows this`,
  'kind:status': `npm run kind:status -- [options]
${nameLine}
  --help             shows this

Exit codes: 0 the shop sells; 1 it does not.`,
}

const optionsOf = {
  'kind:up': ['name', 'port', 'addons', 'timeout'],
  'kind:down': ['name'],
  'kind:status': ['name'],
} as const satisfies Record<Command, readonly string[]>

/**
 * Reads the command line; a folder in it is relative to where npm was called.
 * @returns undefined when help is asked for
 * @throws UserError that names the option and what it may be
 */
export function readOptions(
  command: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Options | undefined {
  const usage = usages[command]
  const values = parse(args, optionsOf[command], usage)
  if (values.help === true) return undefined
  const name = values.name ?? 'saleday'
  // As kind has it; and kind makes host names of it.
  if (!/^[a-z0-9]([a-z0-9.-]{0,48}[a-z0-9])?$/.test(name)) {
    throw new UserError(`--name is '${name}', but must be of a-z, 0-9, '.' and '-', 50 characters at most.`, usage)
  }
  return {
    name,
    port: integer('port', values.port, 1, 65_535, usage),
    addonsDir: values.addons === undefined ? undefined : resolve(environment.INIT_CWD ?? process.cwd(), values.addons),
    timeoutSeconds: integer('timeout', values.timeout, 1, 86_400, usage) ?? 300,
  }
}

type Values = { help?: boolean; name?: string; port?: string; addons?: string; timeout?: string }

function parse(args: readonly string[], names: readonly string[], usage: string): Values {
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UserError((error as Error).message.split('. ')[0]!, usage)
  }
}

function integer(name: string, text: string | undefined, min: number, max: number, usage: string): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UserError(`--${name} is '${text}', but must be a whole number from ${min} to ${max}.`, usage)
  }
  return value
}
