import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import type { ClusterChange } from './cluster-change.ts'
import { forwardPort, type Join } from './forward-port.ts'
import { podForwards } from './pod-forwards.ts'

const echo: Join = async (socket) => void socket.on('data', (data) => socket.write(data))

async function say(port: number, word: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(word)
  const heard = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => ['nothing'])])
  socket.destroy()
  return String(heard[0])
}

test('each connection to a forwarded port is joined by itself, and one that cannot be is ended', async (t) => {
  let joins = 0
  const forward = await forwardPort(async (socket) => {
    joins += 1
    if (joins === 2) throw new Error('the pod is not there')
    await echo(socket)
  })
  t.after(() => forward.close())
  assert.equal(await say(forward.port, 'one'), 'one')
  assert.equal(await say(forward.port, 'two'), 'nothing')
  assert.equal(await say(forward.port, 'three'), 'three')
})

test('a pod has one port for as long as it is there; its end ends connections, and the next pod has another', async (t) => {
  const listeners = new Set<(change: ClusterChange) => void>()
  const joined: string[] = []
  const sockets: Socket[] = []
  const forwards = podForwards(
    (pod, port) => async (socket) => {
      joined.push(`${pod} ${port}`)
      sockets.push(socket)
      await echo(socket)
    },
    {
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  )
  t.after(() => forwards.close())
  const first = await forwards.to('order-1', 9090)
  assert.equal((await forwards.to('order-1', 9090)).port, first.port)
  assert.notEqual((await forwards.to('order-1', 3000)).port, first.port)
  assert.equal(await say(first.port, 'hello'), 'hello')
  const open = connect(first.port, '127.0.0.1')
  open.write('x')
  await once(open, 'data')
  const closed = once(open, 'close')
  for (const listener of listeners) listener({ k: 'pod', name: 'order-1', state: 'gone' } as ClusterChange)
  await closed
  assert.deepEqual(joined, ['order-1 9090', 'order-1 9090'])
  assert.notEqual((await forwards.to('order-1', 9090)).port, first.port)
})
