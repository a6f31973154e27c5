import { podSelector } from './services.ts'
import { kubectl } from './target.ts'

const shown = { events: 25, logLines: 15, logLinesRead: 2_000 }

/** Pods, nodes and the last events, and the last words of the services concerned. */
export async function explainShop(about: readonly string[]): Promise<string> {
  const [nodes, pods, events, ...logs] = await Promise.all([
    tell(['get', 'nodes']),
    tell(['get', 'pods', '--output', 'wide']),
    tell(['get', 'events', '--sort-by', '.lastTimestamp']),
    ...about.map(lastWords),
  ])
  return [
    nodes,
    pods,
    `the last events:\n${events!.trimEnd().split('\n').slice(-shown.events).join('\n')}`,
    ...about.map((service, at) => `the last words of ${service}:\n${logs[at]}`),
  ].join('\n\n')
}

const tell = (args: string[]): Promise<string> => kubectl(args, { timeoutMs: 20_000 }).catch((error) => error.message)

/** Without the requests that went well, which are most of a log. */
async function lastWords(service: string): Promise<string> {
  const selector = ['--selector', podSelector([service]), '--prefix', '--max-log-requests=10']
  const lines = (await tell(['logs', ...selector, `--tail=${shown.logLinesRead}`])).trimEnd().split('\n')
  return lines
    .filter((line) => !(line.includes('"level":"info"') && line.includes('"msg":"request"')))
    .slice(-shown.logLines)
    .join('\n')
}
