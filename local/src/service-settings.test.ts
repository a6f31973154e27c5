import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { dataDir } from './data-dir.ts'
import { databaseOwners, folderOf, servers } from './parties.ts'
import { portTable } from './ports.ts'
import { repository } from './repository.ts'
import type { Secrets } from './secrets.ts'
import { settingsOf } from './service-settings.ts'

const secret = 's'.repeat(43)
const secrets: Secrets = {
  postgresPassword: secret,
  databasePasswords: Object.fromEntries(databaseOwners.map((owner) => [owner, secret])) as Secrets['databasePasswords'],
  auditPassword: 'x',
  bankMerchantKey: secret,
  bankWebhookSecret: secret,
  signingKeySecret: secret,
  refreshTokenSecret: secret,
}
const parts = {
  ports: portTable({ offset: 0, replicas: 2 }),
  secrets,
  dir: dataDir('/data'),
  valkey: { carts: 'redis://127.0.0.1:1', cache: 'redis://127.0.0.1:2' },
}

for (const server of servers) {
  test(`settingsOf gives ${server} settings that it accepts`, async () => {
    const { loadConfig } = await import(join(repository, folderOf(server), 'src/config.ts'))
    const { chassis } = loadConfig(settingsOf(server, 1, parts))
    assert.equal(chassis.port, parts.ports.servers[server].api)
    assert.equal(chassis.adminPort, parts.ports.servers[server].admin[1])
    assert.equal(chassis.host, '127.0.0.1')
  })
}

test('when orders ship by themselves is for the environment to say', (t) => {
  const before = process.env.SHIP_AFTER_SECONDS
  t.after(() => {
    if (before === undefined) delete process.env.SHIP_AFTER_SECONDS
    else process.env.SHIP_AFTER_SECONDS = before
  })
  delete process.env.SHIP_AFTER_SECONDS
  assert.equal(settingsOf('order', 0, parts).SHIP_AFTER_SECONDS, '60')
  process.env.SHIP_AFTER_SECONDS = '86400'
  assert.equal(settingsOf('order', 0, parts).SHIP_AFTER_SECONDS, '86400')
})
