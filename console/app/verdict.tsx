import type { Frame } from '../src/frame.ts'
import { rated } from './bin-points.ts'
import { Icon } from './icon.tsx'
import { count, outcomeWord, rate } from './words.ts'

/** Whether a customer was failed: the one figure that everybody in the room must see. */
export function Verdict({ frame: { failedCustomers, checkouts } }: { frame: Frame }) {
  const state = failedCustomers === null ? 'unknown' : failedCustomers === 0 ? 'none' : 'some'
  const { totals } = checkouts
  return (
    <section class="verdict" aria-labelledby="verdict" data-state={state}>
      <div class="verdict-block">
        {' '}
        <h2 id="verdict">Failed customers</h2>
        <p class="digits" data-length={lengthOf(failedCustomers)}>
          {state === 'some' && <Icon glyph="cross" />}
          {failedCustomers === null ? '–' : count(failedCustomers)}
        </p>
        <p class="verdict-words">{verdictWords(failedCustomers, checkouts.from)}</p>
      </div>
      <h3>
        Checkouts <span>{rate(checkouts.perSecond)}/s</span>
      </h3>
      <dl class="outcomes">
        {rated.map((outcome) => (
          <div key={outcome} data-outcome={outcome} data-some={(totals[outcome] ?? 0) > 0}>
            <dt>
              <span class="swatch" aria-hidden="true" />
              {outcomeWord[outcome]}
            </dt>
            <dd>{totals[outcome] === null ? '–' : count(totals[outcome])}</dd>
          </div>
        ))}
        <div data-outcome="undecided">
          <dt>
            <span class="swatch" aria-hidden="true" />
            {outcomeWord.undecided}
          </dt>
          <dd>{count(totals.undecided)}</dd>
        </div>
      </dl>
    </section>
  )
}

const lengthOf = (failed: number | null): string => {
  if (failed === null) return 'many'
  const { length } = String(failed)
  return length > 3 ? 'many' : String(length)
}

function verdictWords(failed: number | null, from: Frame['checkouts']['from']): string {
  if (failed === null) return from === 'order' ? 'Only a crowd can tell: no sale day runs' : 'Not known now'
  if (failed === 0) return 'Everybody got an answer'
  return failed === 1 ? 'One had no good answer' : 'customers had no good answer'
}
