import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { isGenuine } from './hear-bank.ts'

const secret = 'a secret of the bank and us'
const now = 1_790_000_000_000
const body = Buffer.from('{"id":"1"}')
const sign = (timestamp: string, bytes: Buffer, key = secret) =>
  `v1=${createHmac('sha256', key).update(`${timestamp}.`).update(bytes).digest('hex')}`

test('isGenuine, the signature of time and body with the secret: true, up to five minutes from now on either side', () => {
  for (const seconds of [-300, -1, 0, 1, 300]) {
    const timestamp = String(now / 1000 + seconds)
    assert.equal(isGenuine({ rawBody: body, timestamp, signature: sign(timestamp, body) }, secret, now), true)
  }
})

test('isGenuine, another secret, body, time, version or shape: false', () => {
  const timestamp = String(now / 1000)
  const good = sign(timestamp, body)
  const old = String(now / 1000 - 301)
  const forged = [
    { rawBody: body, timestamp, signature: sign(timestamp, body, 'another secret') },
    { rawBody: Buffer.from('{"id":"2"}'), timestamp, signature: good },
    { rawBody: body, timestamp: String(now / 1000 + 1), signature: good },
    { rawBody: body, timestamp: old, signature: sign(old, body) },
    { rawBody: body, timestamp, signature: good.replace('v1=', 'v2=') },
    { rawBody: body, timestamp, signature: good.slice(0, -2) },
    { rawBody: body, timestamp, signature: '' },
    { rawBody: body, timestamp, signature: 'v1=é' },
  ]
  for (const news of forged) assert.equal(isGenuine(news, secret, now), false, JSON.stringify(news.signature))
})
