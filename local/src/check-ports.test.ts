import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { checkHosts, checkPorts } from './check-ports.ts'
import { UserError } from './user-error.ts'

test('checkPorts, a port in use on localhost only, names the port, what wanted it and what to do', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  await assert.rejects(checkPorts([{ port, use: 'the gateway' }]), (error) => {
    assert.ok(error instanceof UserError)
    assert.equal(error.message, `Port ${port}, wanted by the gateway, is in use by another program.`)
    assert.match(error.advice, /--port/)
    return true
  })
})

test('checkPorts, ports of the gateway and of others in use, advises to move both', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const uses = [
    { port, use: 'the gateway' },
    { port, use: 'order' },
  ]
  await assert.rejects(checkPorts(uses), (error) => /-- --port 8180 --offset 100$/.test((error as UserError).advice))
})

test('checkHosts, an address that the machine does not have, says so; one of two is enough', async () => {
  await checkHosts(['127.0.0.1', '203.0.113.1'])
  await assert.rejects(checkHosts(['203.0.113.1']), (error) => {
    assert.ok(error instanceof UserError)
    assert.match(error.message, /203\.0\.113\.1: this machine has no such address/)
    return true
  })
})

test('checkPorts, a port that does not exist, says so', async () => {
  await assert.rejects(checkPorts([{ port: 70_000, use: 'order' }]), /does not exist/)
})
