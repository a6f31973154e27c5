import { count, plural, wait } from '../src/live-text.ts'
import { type Html, html, raw } from './html.ts'
import { recoveryWords } from './page-recoveries.ts'
import type { Report } from './report-schema.ts'
import { capital } from './words.ts'

const headings = { passed: 'Passed', failed: 'Failed', invalid: 'Not valid' } as const

/** Shapes, so that the verdict does not hang on a colour. */
const signs = {
  passed: raw('<path d="M5 13.5l5 5L20 7"/>'),
  failed: raw('<path d="M6 6l13 13M19 6L6 19"/>'),
  invalid: raw('<path d="M5 12.5h15" stroke-dasharray="4 3.5"/>'),
}

/** The verdict in big words, why, and what it is worth. */
export function verdictSection(report: Report): Html {
  const { verdict } = report
  const recovered = recoveryWords(report)
  return html`<section id="verdict" class="${verdict.result}">
<h1><svg class="sign" viewBox="3.5 3.5 18 18" aria-hidden="true">${signs[verdict.result]}</svg>${headings[verdict.result]}</h1>
<p class="lead">${lead(report)}</p>
${verdict.reasons.length > 0 && html`<ul class="reasons">${verdict.reasons.map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>`}
<dl class="figures">${figures(report).map(({ name, value, says, bad }) => html`<div class="${bad === true ? 'bad' : ''}"><dt>${name}</dt><dd><b>${value}</b><span>${says}</span></dd></div>`)}</dl>
${verdict.claim !== null && html`<p class="claim">${verdict.claim.says}</p>`}
${recovered !== null && html`<p class="claim">${recovered}</p>`}
</section>`
}

function lead(report: Report): string {
  const { verdict, events, audit, checkouts, cluster } = report
  if (verdict.result === 'invalid')
    return 'This run says nothing about the shop. What was seen is told below all the same.'
  if (verdict.result === 'failed') return 'The shop broke a promise to its customers or to its books.'
  const kills = events.filter(({ kind, hit }) => kind === 'kill' && hit !== null).length
  const faults = events.length - kills
  const done = [
    ...(kills > 0
      ? [
          `${cluster === undefined ? plural(kills, 'process was', 'processes were') : plural(kills, 'pod was', 'pods were')} killed`,
        ]
      : []),
    ...(faults > 0
      ? [
          `${plural(faults, 'more thing', 'more things')} ${cluster === undefined ? 'went wrong on purpose' : faults === 1 ? 'was done to it' : 'were done to it'}`,
        ]
      : []),
  ].join(' and ')
  const books = audit?.balanced === true ? ', and all six books balance' : ''
  return `${plural(checkouts.intents, 'checkout')}${done === '' ? ': every' : ` while ${done}. Every`} buyer had a definite answer${books}.`
}

type Figure = { name: string; value: string; says: string; bad?: boolean }

function figures(report: Report): Figure[] {
  const { checkouts, audit, verdict, requests } = report
  const failed = failedForCustomers(report)
  const firstAttempts = requests.reduce((sum, kind) => sum + kind.firstAttemptErrors, 0)
  const balanced = audit?.books.filter(({ holds }) => holds).length ?? 0
  return [
    {
      name: 'Checkouts',
      value: count(checkouts.intents),
      says: `${count(checkouts.byOutcome.confirmed ?? 0)} confirmed`,
    },
    {
      name: 'Failed for customers',
      value: count(failed),
      says: `${plural(firstAttempts, 'first attempt')} failed`,
      bad: failed > 0,
    },
    {
      name: 'Books that balance',
      value: audit === null ? '–' : `${balanced} of ${audit.books.length}`,
      says: audit === null ? 'they were not audited' : `audited in ${wait(audit.seconds * 1000)}`,
      bad: audit !== null && !audit.balanced,
    },
    {
      name: 'In flight at a kill',
      value: verdict.claim === null ? '–' : count(verdict.claim.checkouts),
      says: verdict.claim === null ? 'nothing was killed' : `checkouts, at ${plural(verdict.claim.kills, 'kill')}`,
    },
    {
      name: 'A buyer’s wait',
      value: wait(checkouts.waitMs.p50),
      says: `p99 ${wait(checkouts.waitMs.p99)}, at most ${wait(checkouts.waitMs.max)}`,
    },
    {
      name: 'At the plateau',
      value: report.plateau === null ? '–' : `${report.plateau.checkoutsPerSecond.toFixed(1)}/s`,
      says:
        report.plateau === null
          ? 'not measured'
          : `and ${report.plateau.othersPerCheckout.toFixed(1)} other requests each`,
    },
  ]
}

/** A checkout that the end of a run cut off had no answer either. */
export function failedForCustomers({ checkouts, requests }: Report): number {
  const { shed = 0, failed = 0, unknown = 0 } = checkouts.byOutcome
  const others = requests.filter(({ kind }) => kind !== 'checkout').reduce((sum, kind) => sum + kind.failures, 0)
  return shed + failed + unknown + others
}

const sentence = (text: string): string => `${capital(text)}${/[.!?]$/.test(text) ? '' : '.'}`
