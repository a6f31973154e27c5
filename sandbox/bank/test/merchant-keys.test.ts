import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBank } from './open-bank.ts'

test('GET /bank/v1/ledger while the merchant changes its key takes the old one and the new one, and no other', async (t) => {
  const old = 'the-old-key-of-the-merchant'
  const next = 'the-new-key-of-the-merchant'
  const bank = await openBank({ BANK_MERCHANT_KEY: `${old}\n${next}` })
  t.after(bank.close)
  const status = async (merchantKey: string | null) =>
    (await bank.send('GET', '/bank/v1/ledger', { merchantKey })).status
  assert.equal(await status(old), 200)
  assert.equal(await status(next), 200)
  for (const wrong of ['the-old-key', `${old}\n${next}`.replace('\n', ' '), '', 'undefined', null])
    assert.equal(await status(wrong), 401)
})
