import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export type ProcessInfo = {
  parentPid: number
  /** Tells the process from a later one with the same id. */
  started: string
  command: string
}

/** What the system knows of a living process; `undefined` where there is none, or only a dead one not yet reaped. */
export async function processInfo(pid: number): Promise<ProcessInfo | undefined> {
  try {
    return process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid)
  } catch {
    return undefined
  }
}

async function fromProc(pid: number): Promise<ProcessInfo | undefined> {
  const [stat, commandLine] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ])
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parentPid] = fields
  if (state === 'Z' || state === 'X') return undefined
  return { parentPid: Number(parentPid), started: fields[19] ?? '', command: commandLine.replaceAll('\0', ' ').trim() }
}

async function fromPs(pid: number): Promise<ProcessInfo | undefined> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'stat=,ppid=,lstart=,args=', '-p', String(pid)], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  // lstart is five words: Sun Nov 22 09:00:00 2026
  const [state = 'Z', parentPid, ...rest] = stdout.trim().split(/\s+/)
  if (state.startsWith('Z')) return undefined
  return { parentPid: Number(parentPid), started: rest.slice(0, 5).join(' '), command: rest.slice(5).join(' ') }
}
