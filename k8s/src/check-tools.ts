import { UserError } from '@saleday/local/user-error'
import { CommandError, type Run } from './run.ts'
import { advice } from './tool-advice.ts'
import { isOlder } from './version.ts'

type Tool = {
  args: readonly [program: string, ...args: string[]]
  /** Older ones lack what the shop needs; undefined: any will do. */
  atLeast?: string
}

/** kind 0.30 and kubectl 1.34 are the first with Kubernetes 1.34, whose manifests the shop's are. */
const tools = {
  docker: { args: ['docker', 'version', '--format', '{{.Server.Version}}'] },
  buildx: { args: ['docker', 'buildx', 'version'] },
  kind: { args: ['kind', 'version'], atLeast: '0.30.0' },
  kubectl: { args: ['kubectl', 'version', '--client'], atLeast: '1.34.0' },
} as const satisfies Record<string, Tool>

export type ToolName = keyof typeof tools

/** @throws UserError that names everything that is missing and says how to get it */
export async function checkTools(run: Run, names: readonly ToolName[]): Promise<void> {
  const problems = await Promise.all(names.map((name) => problemOf(run, name, tools[name])))
  const found = problems.filter((problem) => problem !== undefined)
  if (found.length === 0) return
  throw new UserError(
    found.map(({ what }) => what).join('\n'),
    found.map(({ name, isOff }) => advice(isOff ? 'daemon' : name, process.platform, process.arch)).join('\n'),
  )
}

type Problem = { name: ToolName; what: string; isOff?: boolean }

async function problemOf(run: Run, name: ToolName, { args, atLeast }: Tool): Promise<Problem | undefined> {
  const [program, ...rest] = args
  try {
    const version = await run(program, rest, { timeoutMs: 20_000 })
    if (atLeast === undefined || !isOlder(version, atLeast)) return undefined
    return { name, what: `${name} is too old: ${version.trim().split('\n')[0]}; ${atLeast} or newer is needed.` }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    if (error.isMissing || name === 'buildx') return { name, what: `${name} is not installed.` }
    if (name !== 'docker') return { name, what: `${name} does not work: ${error.message}` }
    return { name, what: `Docker's daemon does not answer: ${error.stderr.trim()}`, isOff: true }
  }
}
