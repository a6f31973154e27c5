import { BankFaults } from '@saleday/contracts/bank'
import { bankSwitch } from '@saleday/load/bank-faults'
import type { BankFaultsRequest } from './frame.ts'
import type { Seen } from './seen.ts'

const timeoutMs = 1_000

/** The bank's faults, on the admin port of its process. */
export function bank(seenNow: () => Seen | undefined) {
  const adminUrl = async (): Promise<string | undefined> =>
    seenNow()?.pods.find(({ service, phase, adminUrl }) => service === 'bank' && phase === 'ready' && adminUrl !== null)
      ?.adminUrl ?? undefined
  return {
    /** Those that are on. @returns null where the bank does not say */
    async read(): Promise<BankFaultsRequest | null> {
      const url = await adminUrl()
      if (url === undefined) return null
      try {
        const response = await fetch(`${url}/faults`, { signal: AbortSignal.timeout(timeoutMs) })
        return response.ok ? faultsThatAreOn(BankFaults.parse(await response.json())) : null
      } catch {
        return null
      }
    },
    /** These, and no others. @throws where the bank does not take it */
    set: bankSwitch(adminUrl).set,
  }
}

export const faultsThatAreOn = (faults: BankFaultsRequest): BankFaultsRequest =>
  Object.fromEntries(Object.entries(faults).filter(([, value]) => value !== 0 && value !== false))

/** `loseAnswerShare 0.2, slowMs 150` */
export const faultsInWords = (faults: BankFaultsRequest): string =>
  Object.entries(faultsThatAreOn(faults))
    .map(([name, value]) => (value === true ? name : `${name} ${value}`))
    .join(', ')
