import { type LiveState, liveFrame } from './live-frame.ts'
import { plainLine } from './live-plain.ts'
import { liveScreen, type Terminal } from './live-screen.ts'
import { clock } from './live-text.ts'
import type { Recorder } from './record-samples.ts'
import type { Scenario } from './scenario.ts'

export type LiveView = {
  /** A line that stays. */
  line(text: string): void
  /** Shows the last state once more, and gives the terminal back. May be called twice. */
  stop(): void
}

const drawEveryMs = 500
const plainEveryMs = 5_000
/** Over which arrivals are averaged: more than the time between two plain lines. */
const lately = 7_500

/** Shows the day while it lasts: in place on a terminal, and else as a plain line every five seconds. */
export function liveView(parts: {
  out: Terminal
  isTty: boolean
  scenario: Pick<Scenario, 'name' | 'phases'>
  recorder: Pick<Recorder, 'latest' | 'crowd' | 'elapsedMs' | 'events'>
}): LiveView {
  const { out, isTty, scenario, recorder } = parts
  const stateNow = stateReader(scenario, recorder)
  return isTty ? viewInPlace(out, stateNow) : viewInLines(out, stateNow)
}

function viewInPlace(out: Terminal, stateNow: () => LiveState): LiveView {
  const screen = liveScreen(out)
  // Not to the last column: a terminal that has written it stands on it, and clearing the rest of the row would take it away.
  const draw = (): void => screen.draw(liveFrame(stateNow(), (out.columns ?? 80) - 1, out.rows ?? 24))
  const timer = setInterval(draw, drawEveryMs)
  let stopped = false
  draw()
  return {
    line: (text) => screen.print(text),
    stop() {
      if (stopped) return
      stopped = true
      clearInterval(timer)
      draw()
      screen.end()
    },
  }
}

function viewInLines(out: Terminal, stateNow: () => LiveState): LiveView {
  const print = (text: string): void => void out.write(`${text}\n`)
  let told = 0
  const timer = setInterval(() => {
    tellEvents()
    print(plainLine(stateNow()))
  }, plainEveryMs)
  function tellEvents(): void {
    const { events, sample } = stateNow()
    for (const event of events.slice(told)) {
      const at = sample === undefined ? event.plannedMs : event.at - (sample.at - sample.elapsedMs)
      print(`${clock(at).padStart(5)} ${event.says}${event.hit === null ? ' hit nothing' : ''}`)
      if (typeof event.details.kubectl === 'string') print(`      $ ${event.details.kubectl}`)
    }
    told = events.length
  }
  return {
    line: print,
    stop() {
      clearInterval(timer)
      tellEvents()
    },
  }
}

/** The day as it is now; arrivals are averaged between its calls. */
export function stateReader(
  scenario: Pick<Scenario, 'name' | 'phases'>,
  recorder: Pick<Recorder, 'latest' | 'crowd' | 'elapsedMs' | 'events'>,
): () => LiveState {
  let seen: { at: number; arrivals: number }[] = []
  return () => {
    const crowd = recorder.crowd()
    const at = Date.now()
    seen = [...seen.filter((one) => at - one.at <= lately), { at, arrivals: crowd.arrivals }]
    const first = seen[0]!
    const arrivalsPerSecond = at === first.at ? 0 : ((crowd.arrivals - first.arrivals) * 1000) / (at - first.at)
    return {
      scenario,
      elapsedMs: recorder.elapsedMs(),
      crowd,
      arrivalsPerSecond,
      sample: recorder.latest(),
      events: recorder.events(),
    }
  }
}
