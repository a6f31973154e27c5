import type { AddressInfo } from 'node:net'
import express from 'express'

/** A route between services without anything of what makes it one: Express with its defaults. */
const app = express()
app.post('/internal/products/known', express.json(), (req, res) => {
  res.json({ productIds: req.body.productIds })
})
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
