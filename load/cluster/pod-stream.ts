import { Writable } from 'node:stream'
import { type KubeConfig, PortForward } from '@kubernetes/client-node'
import type { Join } from './forward-port.ts'

/** Joins connections with ports of pods, as `kubectl port-forward` does: through the API server and the pod's node. */
export function podStream(config: KubeConfig, namespace: string): (pod: string, port: number) => Join {
  const forward = new PortForward(config)
  return (pod, port) => async (socket) => {
    // The first two bytes of the stream are the port, and are left out; what comes after them is why there is no connection.
    const complaints = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (chunk.length > 0) socket.destroy()
        done()
      },
    })
    const stream = await forward.portForward(namespace, pod, [port], socket, complaints, socket)
    if (typeof stream === 'function') throw new Error('a stream that is not retried was asked for')
    stream.onclose = () => socket.destroy()
    socket.once('close', () => stream.close())
    if (socket.destroyed) stream.close()
  }
}
