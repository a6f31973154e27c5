import { createServer } from 'node:http'

/** The least that Node does for the same bytes: `BODY`, as JSON. Has no types, so that it is one file of JavaScript too. */
const body = Buffer.from(process.env.BODY ?? '{}')
const server = createServer((_req, res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength }).end(body)
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
