import { type BankSwitch, bankSwitch } from '../src/bank-faults.ts'
import type { KubectlText } from './kubectl-text.ts'
import type { PodForwards } from './pod-forwards.ts'
import { isReady, nameOf } from './pod-state.ts'
import type { UndoList } from './run-lock.ts'
import type { ClusterView } from './watch-cluster.ts'

/** The bank's switches, on the admin port of its pod. */
export const clusterBank = (view: Pick<ClusterView, 'pods'>, forwards: Pick<PodForwards, 'to'>): BankSwitch =>
  bankSwitch(async () => {
    const pod = view.pods('bank').find(isReady)
    if (pod === undefined) return undefined
    const { host, port } = await forwards.to(nameOf(pod), 9090)
    return `http://${host}:${port}`
  })

/** Faults are on the list of what is put back before they are switched on. */
export const listedBank = (bank: BankSwitch, list: UndoList, text: KubectlText): BankSwitch => ({
  async set(faults) {
    if (Object.keys(faults).length > 0) {
      await list.add({ id: 'bank', says: 'the bank has faults', does: 'mend-bank' })
      await bank.set(faults)
    } else if (list.has('bank')) await list.undo('bank')
    else await bank.set({})
  },
  command: (faults) => text.bankFaults(faults),
})
