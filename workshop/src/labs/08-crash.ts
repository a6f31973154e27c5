import type { Report } from '@saleday/load/report'
import { found, lab, type Scene } from '../lab.ts'
import { salesSince, verdictWords } from '../sales.ts'

const answer = 'lab-report'

export const lab08 = lab({
  number: 8,
  page: '08-a-payment-pod-crashes',
  remember: async () => ({}),
  steps: [
    {
      says: 'A pod of payment was killed while customers paid',
      expected: 'in the report of a sale: an event kill that has hit a pod of payment',
      hint: 'npm run sale-day -- --on kind --scenario workshop/scenarios/short-sale.yaml --kill payment@20s',
      async look(scene) {
        const sale = saleWithKill(scene)
        if (sale === undefined) return found(false, 'no sale since the lab began has such an event')
        const { says, hit, inFlight, checkoutsInFlight } = killIn(sale)!
        return found(
          true,
          `${says}: ${hit}, with ${inFlight ?? 'an unknown number of'} requests in it and ${checkoutsInFlight ?? 'an unknown number of'} checkouts under way`,
        )
      },
    },
    {
      says: 'Another one was ready in its place',
      expected: 'in the same report: how long it took until as many pods were ready as before',
      hint: 'look at kubectl get pods: is payment whole? Then run the sale again',
      async look(scene) {
        const sale = saleWithKill(scene)
        const replacedMs = sale && killIn(sale)!.replacedMs
        if (replacedMs === undefined || replacedMs === null) return found(false, 'no report says that it was replaced')
        return found(true, `after ${(replacedMs / 1000).toFixed(1)} s`)
      },
    },
    {
      says: 'No customer was harmed, and the books balance',
      expected: 'the verdict passed, and six books that balance',
      hint: 'the reasons stand in the verdict; invalid says that the machine was too busy: --rate 2',
      async look(scene) {
        const sale = saleWithKill(scene)
        if (sale === undefined) return found(false, 'there is no such sale')
        const books = sale.audit?.books ?? []
        const balanced = books.filter(({ holds }) => holds).length
        return found(
          sale.verdict.result === 'passed' && balanced === 6,
          `${verdictWords(sale)}; ${balanced} of ${books.length} books balance`,
        )
      },
    },
    {
      says: 'You have read from the report who may have noticed',
      expected: `the ConfigMap ${answer} with the number of checkouts that were under way at that moment`,
      hint: `it is events[0].checkoutsInFlight in report.json: kubectl create configmap ${answer} --from-literal checkouts=<number>`,
      async look(scene) {
        const given = (await scene.cluster.find('configmap', answer))?.data?.checkouts as string | undefined
        const sale = saleWithKill(scene)
        if (given === undefined || sale === undefined)
          return found(false, given === undefined ? `there is no ConfigMap ${answer} with it` : 'there is no such sale')
        const { checkoutsInFlight } = killIn(sale)!
        return found(given === String(checkoutsInFlight), `you say ${given}; the report says ${checkoutsInFlight}`)
      },
    },
  ],
})

const killIn = ({ events }: Report) =>
  events.find(({ kind, service, hit }) => kind === 'kill' && service === 'payment' && hit !== null)

const saleWithKill = (scene: Scene): Report | undefined =>
  salesSince(scene).findLast((report) => killIn(report) !== undefined)
