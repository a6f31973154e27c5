import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/**
 * What is measured has a core of its own, and what measures it another one, which the databases share where there are but
 * two. Where cores cannot be chosen, as on macOS, the kernel places everything.
 */
export type Place = 'measured' | 'generator' | 'databases' | 'anywhere'

const count = availableParallelism()
const isAllowed = (core: string) => spawnSync('taskset', ['-c', core, 'true']).status === 0
const canChoose = count > 1 && ['0', '1'].every(isAllowed)
const coreOf: Record<Place, string> = {
  measured: '0',
  generator: '1',
  databases: count > 2 ? `2-${count - 1}` : '1',
  anywhere: `0-${count - 1}`,
}

export const coresAreChosen = canChoose

/** The command that runs a program at its place. It keeps the process id. */
export const placed = (place: Place, program: string, args: readonly string[]): [string, string[]] =>
  canChoose ? ['taskset', ['-c', coreOf[place], program, ...args]] : [program, [...args]]

/** Moves a process that runs; what it starts from now on comes along. */
export function move(place: Place, pid: number): void {
  if (canChoose) spawnSync('taskset', ['-a', '-c', '-p', coreOf[place], String(pid)])
}
