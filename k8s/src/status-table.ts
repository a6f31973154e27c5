import type { Status } from './status.ts'

export function showStatus({ nodes, workloads, gateway, wrong, sells }: Status): string {
  const parts = [
    table(
      ['NODE', 'STATE', 'KUBERNETES'],
      nodes.map(({ name, state, version }) => [name, state, version]),
    ),
    table(
      ['WORKLOAD', 'READY', 'IMAGE', 'RESTARTS', 'AUTOSCALER (NOW/GOAL FOR EACH POD)'],
      workloads.map(({ name, ready, image, restarts, scaling }) => [name, ready, image, String(restarts), scaling]),
    ),
    gateway,
    ...(wrong.length === 0 ? [] : [['What is wrong:', ...wrong.map((one) => `- ${one}`)].join('\n')]),
    verdict(sells, wrong.length > 0),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function verdict(sells: boolean, isSomethingWrong: boolean): string {
  if (!sells) return 'The shop does not sell.'
  return isSomethingWrong ? 'The shop sells all the same.' : 'The shop sells.'
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
