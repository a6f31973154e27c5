import type { Phase } from './scenario.ts'

/** Where in the scenario a moment lies. */
export type PhaseNow = {
  name: string
  /** Of the phase. */
  leftMs: number
  /** Of the whole day. */
  lengthMs: number
  over: boolean
}

export function phaseAt(phases: readonly Phase[], elapsedMs: number): PhaseNow {
  const lengthMs = phases.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
  let endMs = 0
  for (const { name, seconds } of phases) {
    endMs += seconds * 1000
    if (elapsedMs < endMs) return { name, leftMs: endMs - elapsedMs, lengthMs, over: false }
  }
  return { name: 'last answers', leftMs: 0, lengthMs, over: true }
}

/** A bar of the day as wide as this, with a gap where one phase ends and the next begins. */
export function phaseBar(phases: readonly Phase[], elapsedMs: number, columns: number): string {
  const lengthMs = phases.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
  if (lengthMs === 0 || columns < 1) return ''
  const done = Math.min(columns, Math.floor((elapsedMs / lengthMs) * columns))
  const cells = Array.from({ length: columns }, (_, index): string => (index < done ? '━' : '─'))
  let endMs = 0
  for (const { seconds } of phases.slice(0, -1)) {
    endMs += seconds * 1000
    const cell = Math.min(columns - 1, Math.round((endMs / lengthMs) * columns))
    cells[cell] = cell < done ? '╋' : '┼'
  }
  return cells.join('')
}
