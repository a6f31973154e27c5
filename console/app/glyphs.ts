import type { PodPhase, TimelineEvent } from '../src/frame.ts'

/** Lines in a box of 16 by 16, drawn by the page's SVGs and on the plot's canvas. */
const lines = {
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  dots: 'M2.5 8h.1M8 8h.1M13.5 8h.1',
  sprout: 'M8 14.5V7.5M8 9.5C4.5 9.5 3 7.5 3 4.5c3.2 0 5 2 5 5M8 7.5c0-3.5 2-5 5-5 0 3.5-2 5-5 5',
  check: 'M2.5 8.5l3.7 3.7 7.3-8',
  bang: 'M8 2.5v7M8 13.2v.1',
  out: 'M8 1.5v8.5M4.2 6.5L8 10.3l3.8-3.8M2.5 14h11',
  triangle: 'M8 1.8l6.8 12.4H1.2zM8 6.5v3.2M8 11.8v.1',
  again: 'M13 8.2a5 5 0 1 1-1.5-3.7M13.2 1.8v3.4H9.8',
  up: 'M8 13.5V2.8M3.5 7.2L8 2.7l4.5 4.5',
  upAndDown: 'M8 1.8v12.4M4.8 5L8 1.8 11.2 5M4.8 11L8 14.2l3.2-3.2',
  machine: 'M1.8 3h12.4v7.5H1.8zM5 13.5h6',
  bank: 'M2 6l6-4 6 4zM4 6.5v5.5M8 6.5v5.5M12 6.5v5.5M2 13.8h12',
  drum: 'M3 4c0-2.6 10-2.6 10 0v8c0 2.6-10 2.6-10 0zM3 4c0 2.6 10 2.6 10 0',
  play: 'M4.5 2.5l8.5 5.5-8.5 5.5z',
} as const
export type Glyph = keyof typeof lines

export const glyphPath = (glyph: Glyph): string => lines[glyph]

export const glyphOfPhase: Readonly<Record<PodPhase, Glyph>> = {
  pending: 'dots',
  starting: 'sprout',
  ready: 'check',
  unready: 'bang',
  draining: 'out',
  killed: 'cross',
  failed: 'triangle',
}

export const glyphOfEvent: Readonly<Record<TimelineEvent['kind'], Glyph>> = {
  kill: 'cross',
  restart: 'again',
  rollout: 'up',
  scale: 'upAndDown',
  drain: 'out',
  node: 'machine',
  bank: 'bank',
  store: 'drum',
  run: 'play',
  warning: 'triangle',
}
