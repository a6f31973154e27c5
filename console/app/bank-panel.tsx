import { useRef } from 'preact/hooks'
import type { Frame } from '../src/frame.ts'
import { BankSwitches } from './bank-switches.tsx'

/** The bank's faults, for an operator at hand wherever the bank's pod is. */
export function BankPanel({ frame }: { frame: Frame }) {
  const panel = useRef<HTMLDivElement>(null)
  return (
    <>
      <button type="button" class="quiet" aria-haspopup="dialog" onClick={() => panel.current!.togglePopover()}>
        Bank
      </button>
      <div class="panel bank-panel" ref={panel} popover="auto" role="dialog" aria-label="Faults of the bank">
        <BankSwitches now={frame.bankFaults} place={frame.place} />
      </div>
    </>
  )
}
