import { useSignal } from '@preact/signals'
import type { BankFaults } from '@saleday/contracts/bank'
import type { Place } from '../src/frame.ts'
import { type Fault, faults, isOn, toggled } from './bank-faults.ts'
import { Command } from './command.tsx'
import { textFor } from './commands.ts'
import { setBankFaults, token } from './operator.ts'

/** What can be wrong with the bank. Without a token the command is all that comes of it. */
export function BankSwitches({ now, place }: { now: Partial<BankFaults> | null; place: Place }) {
  // What the operator has chosen and not yet sent; null: what is on at the bank.
  const chosen = useSignal<Partial<BankFaults> | null>(null)
  const isSent = useSignal(false)
  const wanted = chosen.value ?? now ?? {}
  async function send(faults: Partial<BankFaults>): Promise<void> {
    isSent.value = true
    await setBankFaults(faults)
    isSent.value = false
    chosen.value = null
  }
  const choose = (fault: Fault) => () => {
    chosen.value = toggled(wanted, fault)
  }
  return (
    <fieldset class="bank-switches">
      <legend>Faults of the bank</legend>
      {faults.map((fault) => (
        <label key={fault.name}>
          <input type="checkbox" checked={isOn(wanted, fault.name)} onChange={choose(fault)} />
          {fault.says}
        </label>
      ))}
      {token.value !== null && (
        <p class="buttons">
          <button
            type="button"
            class="danger"
            disabled={isSent.value || chosen.value === null}
            onClick={() => send(wanted)}
          >
            Switch
          </button>
          <button type="button" disabled={isSent.value} onClick={() => send({})}>
            Mend the bank
          </button>
        </p>
      )}
      <Command command={textFor(place).bankFaults(wanted)} />
    </fieldset>
  )
}
