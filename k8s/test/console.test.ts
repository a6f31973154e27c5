import assert from 'node:assert/strict'
import { eventually } from './eventually.ts'
import { nameOf, podsOf } from './pods.ts'
import { withPortForward } from './port-forward.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'
import { get, type KubeObject, kubectl, namespace } from './target.ts'

/** What the console sends first: the last ten minutes, with the frame of the last second. */
async function frameOf({ host, port }: { host: string; port: number }): Promise<KubeObject> {
  const answer = await fetch(`http://${host}:${port}/api/frames`)
  assert.equal(answer.status, 200)
  let text = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const [, data] = /^event: history\ndata: (.*)\n\n/m.exec(text) ?? []
    if (data !== undefined) return JSON.parse(data).frame
  }
  throw new Error('the stream ended before its first event did')
}

promise(
  'the console sees every node and pod of the shop, and each pod tells it what it does',
  { about: ['console'] },
  () =>
    withPortForward('service/console', 80, async (address) => {
      const names = async () => (await podsOf(...services, 'bank')).map(nameOf).sort()
      await eventually('figures of every pod', 60, async () => {
        const { place, nodes } = await frameOf(address)
        const shown = nodes.flatMap(({ pods }: KubeObject) => pods)
        const telling = shown.filter(({ requestsPerSecond }: KubeObject) => requestsPerSecond !== null)
        return (
          place.state === 'watching' &&
          JSON.stringify(telling.map(({ name }: KubeObject) => name).sort()) === JSON.stringify(await names())
        )
      })
      const { nodes, services: shown, bankFaults, actions } = await frameOf(address)
      assert.deepEqual(nodes.map(({ name }: KubeObject) => name).sort(), (await get('nodes')).map(nameOf).sort())
      const scaled = shown.filter(({ autoscaler }: KubeObject) => autoscaler !== null)
      assert.deepEqual(scaled.map(({ name }: KubeObject) => name).sort(), [...services].sort())
      assert.deepEqual(bankFaults, {}, 'the bank tells which faults are on')
      assert.equal(actions, (await get('secrets', '--field-selector', 'metadata.name=console')).length > 0)
    }),
)

promise('the console may look, and delete pods, and do nothing else', { about: ['console'] }, async () => {
  const may = async (...what: string[]): Promise<boolean> => {
    const account = `system:serviceaccount:${namespace}:console`
    const answer = await kubectl(['auth', 'can-i', ...what, '--as', account]).catch(({ message }) => String(message))
    return /^yes/m.test(answer)
  }
  for (const what of [
    'list pods',
    'watch deployments.apps',
    'delete pods',
    'list nodes',
    'get configmaps/sale-day-live',
  ])
    assert.equal(await may(...what.split(' ')), true, what)
  const forbidden = [
    'create pods',
    'patch deployments.apps',
    'get secrets',
    'patch nodes',
    'create pods/exec',
    'delete deployments.apps',
    'get configmaps/shop',
  ]
  for (const what of forbidden) assert.equal(await may(...what.split(' ')), false, what)
})
