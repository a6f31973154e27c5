import type { BankFaults } from '@saleday/contracts/bank'

/** The switches of the bank's faults, on the admin port of its sandbox. */
export type BankSwitch = {
  /** Switches these on and all others off. @throws where the bank does not take it */
  set(faults: Partial<BankFaults>): Promise<void>
  /** What a person would type for that, where it takes more than a request. */
  command?(faults: Partial<BankFaults>): string
}

/** @param adminUrl where the bank's process is now: it may be another one after a while */
export function bankSwitch(adminUrl: () => Promise<string | undefined>): BankSwitch {
  return {
    async set(faults) {
      const url = await adminUrl()
      if (url === undefined) throw new Error('the bank has no process')
      const response = await fetch(`${url}/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
        signal: AbortSignal.timeout(2_000),
      })
      if (!response.ok)
        throw new Error(`the bank answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
    },
  }
}
