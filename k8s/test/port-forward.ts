import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { context, namespace } from './target.ts'

/** A port of this machine that leads to one pod of a Service, for as long as the work takes. */
export async function withPortForward<T>(
  target: string,
  port: number,
  work: (address: { host: string; port: number }) => Promise<T>,
): Promise<T> {
  const child = spawn(
    'kubectl',
    ['--context', context, '--namespace', namespace, 'port-forward', target, `:${port}`, '--address=127.0.0.1'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  try {
    return await work({ host: '127.0.0.1', port: await portOf(child, target) })
  } finally {
    child.kill('SIGTERM')
  }
}

async function portOf(child: ReturnType<typeof spawn>, target: string): Promise<number> {
  let complaint = ''
  child.stderr!.on('data', (chunk) => {
    complaint += chunk
  })
  for await (const line of createInterface({ input: child.stdout! })) {
    const port = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    child.stdout!.resume()
    return Number(port)
  }
  throw new Error(`kubectl port-forward ${target} ended: ${complaint}`)
}
