import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cards, newId, paymentAndBank, paymentEnvironment, type Rig } from './payment-and-bank.ts'

let rig: Rig
before(async () => {
  rig = await paymentAndBank()
})
after(() => rig.close())

type Run = { code: number; lines: { kind: string; orderId: string; bank: string; payment: string }[]; stderr: string }

const reconcile = (settings: Record<string, string> = {}): Promise<Run> =>
  new Promise((resolve) => {
    const program = fileURLToPath(new URL('../src/reconcile.ts', import.meta.url))
    const env = {
      PATH: process.env.PATH,
      ...paymentEnvironment(rig.databaseUrl, rig.bankUrl),
      RECONCILE_GRACE_SECONDS: '0',
      ...settings,
    }
    const child = execFile(process.execPath, [program], { env }, (_error, stdout, stderr) =>
      resolve({
        code: child.exitCode ?? -1,
        lines: stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
        stderr,
      }),
    )
  })

test('node src/reconcile.ts prints every difference with both sides, repairs nothing, and ends with 1; with 0 where all agree', async () => {
  for (const end of ['capture', 'void'] as const) {
    const orderId = newId()
    await rig.authorise(orderId)
    await rig[end](orderId)
  }
  assert.deepEqual(await reconcile(), { code: 0, lines: [], stderr: 'The books agree.\n' })

  const [stray, behind] = [newId(), newId()]
  await rig.atBank('', { body: { reference: stray, amountCents: 900, currency: 'EUR', cardToken: cards.good } })
  await rig.authorise(behind)
  await rig.atBank(`/${await rig.authorisationOf(behind)}/capture`)
  for (const { code, lines } of [await reconcile(), await reconcile()]) {
    assert.equal(code, 1)
    assert.deepEqual(
      lines.map(({ kind, orderId, bank, payment }) => [kind, orderId, bank, payment]),
      [
        ['unknown_capture', behind, 'captured 5000, refunded 0', 'authorised 5000, captured 0, refunded 0'],
        ['unknown_authorisation', stray, 'authorised 900, refunded 0', 'unknown'],
      ],
    )
  }
  assert.equal((await rig.get(behind)).body.state, 'authorised')
  assert.deepEqual(await rig.statement(stray), ['authorised 900'])
})

test('node src/reconcile.ts while the bank is away says so and ends with 2: that is no agreement', async () => {
  const { code, stderr } = await reconcile({ BANK_URL: 'http://127.0.0.1:9' })
  assert.equal(code, 2)
  assert.match(stderr, /could not be compared/)
})
