import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maximumReplicas, portTable, portUses } from './ports.ts'

const all = (offset: number, gateway: number) =>
  portUses(portTable({ gateway, offset, replicas: maximumReplicas }), true).map(({ port }) => port)

test('portTable, with as many replicas as there may be, gives no port twice', () => {
  const ports = all(0, 8080)
  assert.equal(new Set(ports).size, ports.length)
})

test('portTable, with an offset of 100, shares no port with a shop without', () => {
  const other = all(100, 8180)
  assert.ok(!all(0, 8080).some((port) => other.includes(port)))
})

test('portTable leaves one admin port more than there are processes, for the one that takes over', () => {
  const { servers } = portTable({ offset: 0, replicas: 3 })
  assert.equal(servers.order.admin.length, 4)
  assert.equal(servers.bank.admin.length, 2)
})

test('portUses, with a Valkey that runs elsewhere, wants no ports for Valkey', () => {
  const ports = portTable({ offset: 0, replicas: 1 })
  assert.ok(!portUses(ports, false).some(({ use }) => use.includes('Valkey')))
})

test('portTable gives the console another port where the gateway has its', () => {
  const { gateway, console } = portTable({ gateway: 8090, offset: 0, replicas: 2 })
  assert.deepEqual([gateway, console.api], [8090, 8091])
})
