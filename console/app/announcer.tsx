import type { Told } from './fold-frames.ts'

/** For those who do not see the page: a customer failed, and the latest event. Figures that change each second are not read out. */
export function Announcer({ told: { frame, events } }: { told: Told }) {
  return (
    <div class="unseen">
      <p role="status">{(frame.failedCustomers ?? 0) > 0 ? `${frame.failedCustomers} failed customers` : ''}</p>
      <p role="status">{events.at(-1)?.says ?? ''}</p>
    </div>
  )
}
