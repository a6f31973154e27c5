import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '@saleday/local/user-error'

export type Options = {
  /** Undefined: where a shop is found. */
  on: 'local' | 'cluster' | undefined
  context: string | undefined
  port: number
  host: string
  dataDir: string
}

export const usage = `npm run console -- [options]
  --on local|cluster  where the shop is; default: the cluster of the current context where it has one, else this machine
  --context NAME      context of the kubeconfig; default the current one
  --port N            port of the console; default 8090
  --host ADDR         address that it listens on; default 127.0.0.1; 0.0.0.0 for a room full of browsers
  --data DIR          folder of the data of the shop on this machine; default .saleday
  --help              shows this
OPERATOR_TOKEN, or the file that OPERATOR_TOKEN_FILE names, lets whoever has it kill pods and spoil the bank.`

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UserError that names the option and what it may be
 */
export function readOptions(
  args: readonly string[],
  from: { folder: string; repository: string },
): Options | undefined {
  const { on, context, port = '8090', host = '127.0.0.1', data, help } = parse(args)
  if (help) return undefined
  if (on !== undefined && on !== 'local' && on !== 'cluster')
    throw new UserError(`--on is '${on}', but must be local or cluster.`, usage)
  if (on === 'local' && context !== undefined)
    throw new UserError('--context is for a cluster, and not for this machine.', usage)
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new UserError(`--port is '${port}', but must be a whole number from 1 to 65535.`, usage)
  const dataDir = data === undefined ? resolve(from.repository, '.saleday') : resolve(from.folder, data)
  return { on, context, port: Number(port), host, dataDir }
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: { on: text, context: text, port: text, host: text, data: text, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (error) {
    throw new UserError((error as Error).message.split('. ')[0]!, usage)
  }
}
