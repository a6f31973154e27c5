import { createServer } from 'node:net'
import { UserError } from '@saleday/local/user-error'

/** @throws UserError where the port of the shop is not free */
export async function checkPort(port: number): Promise<void> {
  // On all addresses and on this one: macOS lets a port be taken on the one while it is in use on the other.
  for (const host of ['0.0.0.0', '127.0.0.1']) {
    const code = await listenOnce(port, host)
    if (code === undefined) continue
    const what = { EADDRINUSE: 'is in use by another program', EACCES: 'may not be used without more rights' }[code]
    throw new UserError(
      `Port ${port} of this machine, where the shop is to be, ${what ?? `cannot be used (${code})`}.`,
      `Stop what listens there (a shop by npm start? to find it: lsof -i :${port}), or choose another: npm run kind:up -- --port ${port === 8090 ? 8091 : 8090}`,
    )
  }
}

function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
