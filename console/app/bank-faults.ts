import type { BankFaults } from '@saleday/contracts/bank'

/** What an operator can switch on at the bank: one value of each fault that is worth a look from a shop's side. */
export const faults = [
  { name: 'down', value: true, says: 'Down: refuses every call' },
  { name: 'unreachable', value: true, says: 'Out of reach: every connection is cut' },
  { name: 'slowMs', value: 2_000, says: 'Slow: 2 s more for every call' },
  { name: 'loseAnswerShare', value: 0.3, says: 'Loses 30 % of its answers, after the work is done' },
  { name: 'errorShare', value: 0.3, says: 'Answers 30 % of calls with 500' },
  { name: 'declineShare', value: 0.5, says: 'Declines half of all cards' },
  { name: 'duplicateWebhookShare', value: 0.5, says: 'Sends half of its webhooks twice' },
] as const satisfies readonly { name: keyof BankFaults; value: number | boolean; says: string }[]

export type Fault = (typeof faults)[number]

/** The faults with one of them switched over; others stay as they are, also those that are not offered. */
export function toggled(before: Partial<BankFaults>, { name, value }: Fault): Partial<BankFaults> {
  const after = { ...before }
  if (isOn(before, name)) delete after[name]
  else Object.assign(after, { [name]: value })
  return after
}

export const isOn = (now: Partial<BankFaults>, name: keyof BankFaults): boolean => Boolean(now[name])

/** What is wrong with the bank now, in words; null where nothing is. */
export function faultWords(now: Partial<BankFaults>): string | null {
  const on = (Object.keys(now) as (keyof BankFaults)[]).filter((name) => isOn(now, name))
  return on.length === 0 ? null : on.map((name) => `${name} ${now[name] === true ? 'on' : now[name]}`).join(', ')
}
