import { clock, count, rate, wait } from '@saleday/load/live-text'
import type { Frame, NodeView, Outcome, PodPhase, PodView, Run, ServiceView, TimelineEvent } from '../src/frame.ts'

export { clock, count, rate, wait }

/** The state of a pod in a word or two: what a tile shows. */
export const phaseWord: Readonly<Record<PodPhase, string>> = {
  pending: 'waits',
  starting: 'born',
  ready: 'ready',
  unready: 'not ready',
  draining: 'draining',
  killed: 'killed',
  failed: 'fails',
}

/** What it means, for the legend and a pod's details. */
export const phaseMeaning: Readonly<Record<PodPhase, string>> = {
  pending: 'waits for a node or its image',
  starting: 'being born, not ready yet',
  ready: 'takes work',
  unready: 'runs, and takes no work',
  draining: 'told to stop, finishes its work',
  killed: 'ended without a word',
  failed: 'does not start',
}

export const outcomeWord: Readonly<Record<Outcome, string>> = {
  confirmed: 'confirmed',
  soldOut: 'sold out',
  declined: 'declined',
  refused: 'refused',
  undecided: 'under way',
  failed: 'failed',
}

export const byWord: Readonly<Record<TimelineEvent['by'], string>> = {
  seen: 'seen',
  'sale-day': 'sale day',
  operator: 'operator',
}

/** What tells a pod from others of its service: `x2x7k` of `order-6d5f8c7b9-x2x7k`, `4711` of `order 4711`. */
export const shortName = ({ name, service }: Pick<PodView, 'name' | 'service'>): string =>
  (name.startsWith(service) ? name.slice(service.length + 1) : name).split('-').at(-1) || name

/** `42 s`, `7 min`, `3 h`. */
export function age(seconds: number): string {
  if (seconds < 120) return `${Math.max(0, Math.round(seconds))} s`
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

export const pods = (many: number, kind: Frame['place']['kind']): string => {
  const one = kind === 'local' ? 'process' : 'pod'
  return many === 1 ? `1 ${one}` : `${count(many)} ${one}${kind === 'local' ? 'es' : 's'}`
}

/** What keeps pods away from a node; null where nothing does. */
export function nodeTrouble({ ready, takesPods }: Pick<NodeView, 'ready' | 'takesPods'>): string | null {
  if (!ready) return 'not ready'
  return takesPods ? null : 'takes no pods'
}

/** The second line of a tile. @param isMixed its service runs in two versions: each pod shows its own */
export function noteOf(pod: PodView, isMixed: boolean): string {
  if (pod.phase !== 'ready') return phaseWord[pod.phase]
  return isMixed ? pod.version : shortName(pod)
}

/** What a tile tells by its shape, its pattern and its place, for those who do not see them: read after its two lines. */
export function unseenOf(pod: PodView, note: string, place: string): string {
  const said = [phaseWord[pod.phase], shortName(pod)].filter((word) => word !== note)
  return `, ${[...said, ...(pod.reason === null ? [] : [pod.reason]), `on ${place}`].join(', ')}`
}

/** Names of nodes without what all of them begin with. */
export function nodeNames(names: readonly string[]): string[] {
  const [first = '', ...others] = names.map((name) => name.split('-'))
  if (others.length === 0) return [...names]
  let same = 0
  while (same < first.length - 1 && others.every((parts) => same < parts.length - 1 && parts[same] === first[same]))
    same += 1
  return names.map((name) => name.split('-').slice(same).join('-'))
}

/** A rate that is best 0, and then no number to look at twice. */
export const errorRate = (perSecond: number | null): string => (perSecond === 0 ? '0' : rate(perSecond))

/** What a run is doing now. */
export function runWords(run: Run | null): { title: string; now: string } {
  if (run === null) return { title: 'No sale day', now: 'start one with npm run sale-day' }
  if (run.state === 'waiting') return { title: run.name, now: 'the crowd is on its way' }
  if (run.state === 'checking') return { title: run.name, now: 'the crowd has gone, the books are audited' }
  if (run.state === 'over') return { title: run.name, now: 'over' }
  return { title: run.name, now: run.phase?.name ?? 'last answers' }
}

/** The metric that the autoscaler follows: that which is furthest above its target, or closest to it. */
export function leadingMetric({ autoscaler }: ServiceView) {
  const shareOf = (metric: { value: number | null; target: number }): number => (metric.value ?? 0) / metric.target
  return autoscaler?.metrics.toSorted((one, other) => shareOf(other) - shareOf(one))[0]
}

const timeFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
/** By the clock of whoever looks. */
export const timeOfDay = (at: number): string => timeFormat.format(at)
