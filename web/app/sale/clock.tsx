import { dayOfWeek } from '../dates.ts'
import { splitTime } from './countdown.ts'
import { type SaleNow, usePhase, useSale } from './use-sale.ts'

/** Counts down to the start of the sale, or to its end; where nobody can tell, its place stays empty. */
export function Countdown() {
  const { value, error, retry } = useSale()
  if (value) return <Clock sale={value} />
  return (
    <div class="countdown">
      {error === undefined ? (
        <p class="countdown-label">The sale</p>
      ) : (
        <p class="countdown-label">
          When the sale ends cannot be told now.{' '}
          <button type="button" class="link" onClick={retry}>
            Ask again
          </button>
        </p>
      )}
      <Digits leftMs={undefined} />
    </div>
  )
}

function Clock({ sale }: { sale: SaleNow }) {
  const phase = usePhase(sale)
  if (phase.is === 'over')
    return (
      <div class="countdown">
        <p class="countdown-label">The sale is over. The shop stays open.</p>
        <Digits leftMs={0} />
      </div>
    )
  const isOn = phase.is === 'on'
  // The shop's moments, told by the customer's clock.
  const atMs = (isOn ? sale.endsAtMs : sale.startsAtMs) - sale.offsetMs
  return (
    <div class="countdown">
      <p class="countdown-label">
        {isOn ? 'Ends' : 'Begins'} on {dayOfWeek(atMs)}, in
      </p>
      <Digits leftMs={phase.leftMs} />
    </div>
  )
}

/** Not read aloud each second: the label says when it is. */
function Digits({ leftMs }: { leftMs: number | undefined }) {
  const { days, hours, minutes, seconds } = splitTime(leftMs ?? 0)
  const parts: [number, string][] = [
    ...(days > 0 ? [[days, days === 1 ? 'day' : 'days'] as [number, string]] : []),
    [hours, 'hours'],
    [minutes, 'min'],
    [seconds, 'sec'],
  ]
  return (
    <div class="digits" role="timer" aria-hidden="true">
      {parts.map(([count, unit]) => (
        <span class="digits-part" key={unit}>
          <b>{leftMs === undefined ? '––' : String(count).padStart(2, '0')}</b>
          {unit}
        </span>
      ))}
    </div>
  )
}
