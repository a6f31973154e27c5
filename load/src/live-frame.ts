import { phaseAt, phaseBar } from './live-phase.ts'
import { clock, count, fit, plural, rate, visibleLength, wait } from './live-text.ts'
import type { Outcome } from './measure-names.ts'
import type { CrowdSample } from './record-crowd.ts'
import type { Sample } from './record-sample.ts'
import type { Phase } from './scenario.ts'
import type { TimetableEvent } from './timetable-event.ts'

export type LiveState = {
  scenario: { name: string; phases: readonly Phase[] }
  /** Undefined before the crowd has come. */
  elapsedMs: number | undefined
  crowd: CrowdSample
  /** Checkouts begun each second, lately. */
  arrivalsPerSecond: number
  sample: Sample | undefined
  events: readonly TimetableEvent[]
}

const dim = (text: string): string => `\x1b[2m${text}\x1b[22m`
const bold = (text: string): string => `\x1b[1m${text}\x1b[22m`
const red = (text: string): string => `\x1b[31m${text}\x1b[39m`
/** A number that must be 0 is shown in red when it is not. */
const bad = (value: number, text: string): string => (value > 0 ? red(bold(text)) : text)

const labelColumns = 11
const label = (text: string): string => dim(text.padEnd(labelColumns))

/** The live view as lines that are at most so many columns wide. The most important ones come first. */
export function liveFrame(state: LiveState, columns: number, rows: number): string[] {
  const { crowd, sample, events } = state
  const lines = [
    ...heading(state, columns),
    `${label('crowd')}${rate(state.arrivalsPerSecond)} checkouts/s begun, ${count(crowd.underWay)} under way`,
    ...block('checkouts', outcomeWords(crowd), columns),
    `${label('failed')}${bad(crowd.failures, plural(crowd.failures, 'other request'))} for the customer; ${count(crowd.firstAttemptErrors)} first attempts`,
    `${label('shop')}${rate(sample?.shop.requestsPerSecond ?? null)} requests/s, ${errors(sample?.shop.errorsPerSecond ?? null)}`,
    `${label('answers in')}p50 ${wait(sample?.shop.p50Ms ?? null)}  p95 ${wait(sample?.shop.p95Ms ?? null)}  p99 ${wait(sample?.shop.p99Ms ?? null)}`,
    ...block('replicas', replicaWords(sample), columns),
  ]
  const room = Math.max(0, Math.min(8, rows - lines.length - 2))
  const startedAt = sample === undefined ? undefined : sample.at - sample.elapsedMs
  const told = events.slice(-5).flatMap((event) => [eventLine(event, startedAt), ...commandLine(event)])
  return [...lines, ...(room === 0 ? [] : told.slice(-room))].map((line) => fit(line, columns))
}

function heading({ scenario, elapsedMs }: LiveState, columns: number): string[] {
  if (elapsedMs === undefined) return ['', `${bold(scenario.name)}  ${dim('the crowd is on its way')}`]
  const phase = phaseAt(scenario.phases, elapsedMs)
  const left = phase.over ? '' : dim(`, ${clock(phase.leftMs + 999)} left of it`)
  const first = `${bold(scenario.name)}  ${phase.name}${left}`
  const time = ` ${clock(elapsedMs)} of ${clock(phase.lengthMs)}`
  const bar = phaseBar(scenario.phases, elapsedMs, Math.min(60, columns - time.length - 1))
  return ['', first, `${bar}${time}`]
}

function outcomeWords({ checkouts }: CrowdSample): string[] {
  const words = (Object.entries(checkouts) as [Outcome, number][])
    .filter(([outcome, value]) => value > 0 || always.includes(outcome))
    .map(([outcome, value]) => {
      const text = `${count(value)} ${outcome.replace('_', ' ')}`
      return fatal.includes(outcome) ? bad(value, text) : text
    })
  return words
}
const always: readonly Outcome[] = ['confirmed', 'failed', 'unknown']
const fatal: readonly Outcome[] = ['shed', 'failed', 'unknown']

const errors = (perSecond: number | null): string =>
  perSecond === null || perSecond === 0 ? 'no errors' : red(`${rate(perSecond)} errors/s`)

/** `order ●●`, and an empty circle for each process that is missing. */
function replicaWords(sample: Sample | undefined): string[] {
  return Object.entries(sample?.services ?? {}).map(([name, { wanted, ready }]) => {
    const missing = Math.max(0, wanted - ready)
    return `${name} ${'●'.repeat(ready)}${missing > 0 ? red('○'.repeat(missing)) : ''}`
  })
}

function eventLine(event: TimetableEvent, startedAt: number | undefined): string {
  const at = startedAt === undefined ? event.plannedMs : event.at - startedAt
  const missed = event.hit === null ? red(' hit nothing') : ''
  const replaced = event.replacedMs === null ? '' : dim(`, replaced after ${wait(event.replacedMs)}`)
  return `${clock(at).padStart(labelColumns - 2)}  ${event.says}${missed}${replaced}`
}

/** What a person would type for it. */
const commandLine = ({ details: { kubectl } }: TimetableEvent): string[] =>
  typeof kubectl === 'string' ? [`${' '.repeat(labelColumns)}${dim(`$ ${kubectl}`)}`] : []

/** Words after a label, on as many lines as they need. */
function block(name: string, words: readonly string[], columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    const longer = line === '' ? word : `${line}  ${word}`
    if (line !== '' && labelColumns + visibleLength(longer) > columns) {
      lines.push(line)
      line = word
    } else line = longer
  }
  lines.push(line)
  return lines.map((text, index) => `${label(index === 0 ? name : '')}${text}`)
}
