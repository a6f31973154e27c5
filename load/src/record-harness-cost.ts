/** CPU of this process, in percent of one core. */
export type HarnessCost = { cpuSeconds: number; wallSeconds: number; meanPercent: number; maxPercent: number }

/** Measures what the harness takes of the machine that it shares with the shop. k6 is a process of its own and not in it. */
export function harnessCost(
  clock: () => { cpuMs: number; wallMs: number } = () => {
    const { user, system } = process.cpuUsage()
    return { cpuMs: (user + system) / 1000, wallMs: performance.now() }
  },
) {
  const first = clock()
  let last = first
  let maxPercent = 0
  return {
    /** Percent since the last call. */
    sample(): number {
      const now = clock()
      const percent = share(now.cpuMs - last.cpuMs, now.wallMs - last.wallMs)
      last = now
      maxPercent = Math.max(maxPercent, percent)
      return Math.round(percent * 10) / 10
    },
    total(): HarnessCost {
      const cpuMs = last.cpuMs - first.cpuMs
      const wallMs = last.wallMs - first.wallMs
      return { cpuSeconds: cpuMs / 1000, wallSeconds: wallMs / 1000, meanPercent: share(cpuMs, wallMs), maxPercent }
    },
  }
}

const share = (cpuMs: number, wallMs: number): number => (wallMs <= 0 ? 0 : (cpuMs / wallMs) * 100)
