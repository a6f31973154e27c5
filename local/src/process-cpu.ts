import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts the time of processes in hundredths of a second, whatever its own clock does. */
const tickMs = 10

/** A process as /proc has it: its parent, and the CPU time of it and of those of its children that have ended. */
export function parseStat(text: string): { parent: number; ticks: number } {
  // The second field is the name in brackets, which may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { parent: Number(fields[1]), ticks }
}

/** The CPU time of all processes now. @throws where there is no /proc */
export function readCpuTimes() {
  const stats = new Map<number, { parent: number; ticks: number }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      stats.set(Number(name), parseStat(readFileSync(`/proc/${name}/stat`, 'utf8')))
    } catch {
      // it has ended since the folder was read
    }
  }
  return {
    /** CPU time in ms that these processes, and all that they have started, have used so far. */
    msOf(roots: readonly number[]): number {
      const isBelow = (pid: number): boolean =>
        roots.includes(pid) || (stats.has(pid) && isBelow(stats.get(pid)!.parent))
      let ticks = 0
      for (const [pid, stat] of stats) if (isBelow(pid)) ticks += stat.ticks
      return ticks * tickMs
    },
  }
}

/** Of the processes here and now. @throws where there is no /proc */
export const cpuMsOf = (roots: readonly number[]): number => readCpuTimes().msOf(roots)

/** Resident memory of one process in MB. */
export function residentMb(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kibibytes) * 1024) / 1e6
}
