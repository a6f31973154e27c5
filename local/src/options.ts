import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { maximumReplicas } from './ports.ts'
import { UserError } from './user-error.ts'

export type Options = {
  replicas: number
  port: number | undefined
  offset: number
  /** Addresses that the gateway listens on. */
  host: string
  dataDir: string
  watch: boolean
  logs: boolean
  tracing: boolean
}

export const usage = `npm start -- [options]
  --replicas N   processes of each service, 1 to ${maximumReplicas}; default 2
  --port N       port of the shop; default 8080
  --offset N     added to every other port, so that two shops can run beside each other
  --host ADDR    address that the shop listens on; default localhost; 0.0.0.0 for other machines
  --data DIR     folder for the data; default .saleday
  --logs         shows every log line, not only warnings and errors
  --tracing      traces on; sent to OTEL_EXPORTER_OTLP_ENDPOINT, http://localhost:4318 when that is not set
  --watch        restarts the processes of a service when its source changes (npm run dev)
  --help         shows this`

/**
 * Reads the command line.
 * @returns undefined when help is asked for
 * @throws UserError that names the option and what it may be
 */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  repository: string,
): Options | undefined {
  const values = parse(args)
  if (values.help) return undefined
  return {
    replicas: integer('replicas', values.replicas, 1, maximumReplicas) ?? 2,
    port: integer('port', values.port, 1, 65_535),
    offset: integer('offset', values.offset, 0, 40_000) ?? 0,
    host: values.host ?? 'localhost',
    dataDir:
      values.data === undefined
        ? resolve(repository, '.saleday')
        : resolve(environment.INIT_CWD ?? process.cwd(), values.data),
    watch: values.watch ?? false,
    logs: values.logs ?? false,
    tracing: values.tracing ?? Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        replicas: { type: 'string' },
        port: { type: 'string' },
        offset: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        watch: { type: 'boolean' },
        logs: { type: 'boolean' },
        tracing: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw new UserError((error as Error).message.split('. ')[0]!, usage)
  }
}

function integer(name: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UserError(`--${name} is '${text}', but must be a whole number from ${min} to ${max}.`, usage)
  }
  return value
}
