import type { BankSwitch } from '../src/bank-faults.ts'
import type { Docker } from './docker.ts'
import type { Kube, Ref } from './kube.ts'

/** How a change of the cluster is put back. Plain data: whoever finds it can do it, also when its maker is gone. */
export type UndoStep = {
  /** Of what is changed: the first step with it holds the value of before the run. */
  id: string
  /** `the image of order`, for the person at the terminal. */
  says: string
} & ({ does: 'patch'; ref: Ref; body: { spec: object } } | { does: 'start-node'; node: string } | { does: 'mend-bank' })

export type UndoParts = { kube: Pick<Kube, 'patch'>; docker: Docker | undefined; bank: Pick<BankSwitch, 'set'> }

/** Puts one thing back. Again: no harm. */
export async function undo(step: UndoStep, { kube, docker, bank }: UndoParts): Promise<void> {
  // What is not there any more needs nothing put back.
  if (step.does === 'patch') await kube.patch(step.ref, step.body)
  else if (step.does === 'mend-bank') await bank.set({})
  else if (docker === undefined) throw new Error(`${step.node} is a container of another machine`)
  else await docker(['start', step.node])
}
