import { createServer } from 'node:net'
import { UserError } from './user-error.ts'

type PortUse = { port: number; use: string }

/**
 * @param patienceMs how long a port may stay taken: what a killed run has left may need a moment to end
 * @throws UserError that names every port in use, what wanted it, and what to do
 */
export async function checkPorts(uses: readonly PortUse[], patienceMs = 0): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    const taken = await takenPorts(uses)
    if (taken.length === 0) return
    if (performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      continue
    }
    const others = taken.filter(({ use }) => use !== 'the gateway')
    const options = [taken.length > others.length ? ' --port 8180' : '', others.length > 0 ? ' --offset 100' : '']
    throw new UserError(
      taken.map(({ port, use, reason }) => `Port ${port}, wanted by ${use}, ${reason}.`).join('\n'),
      `Stop the program that listens there (to find it: lsof -i :${taken[0]!.port}), or choose other ports: npm start --${options.join('')}`,
    )
  }
}

/** @throws UserError where this machine has none of these addresses */
export async function checkHosts(hosts: readonly string[]): Promise<void> {
  const codes = await Promise.all(hosts.map((host) => listenOnce(0, host)))
  if (codes.includes(undefined)) return
  throw new UserError(
    `The shop cannot listen on ${hosts.join(' or ')}: this machine has no such address (${codes[0]}).`,
    'Leave --host out for this machine only, or let others in on all of its addresses: npm start -- --host 0.0.0.0',
  )
}

async function takenPorts(uses: readonly PortUse[]) {
  const looked = await Promise.all(uses.map(async (use) => ({ ...use, reason: await whyNotFree(use.port) })))
  return looked.filter(({ reason }) => reason !== undefined).sort((a, b) => a.port - b.port)
}

/** Looks on all addresses and on localhost: macOS lets a port be taken on the one while it is in use on the other. */
async function whyNotFree(port: number): Promise<string | undefined> {
  if (port > 65_535) return 'does not exist: the highest is 65535'
  for (const host of [undefined, '127.0.0.1']) {
    const code = await listenOnce(port, host)
    if (code === 'EACCES') return 'may not be used without more rights'
    if (code !== undefined) return code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`
  }
  return undefined
}

function listenOnce(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, ...(host === undefined ? {} : { host }), exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    )
  })
}
