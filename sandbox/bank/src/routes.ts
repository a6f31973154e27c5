import { randomBytes } from 'node:crypto'
import { type On, reply } from '@saleday/chassis/http-app'
import {
  bankAuthorisations,
  bankAuthorise,
  bankCapture,
  bankLedger,
  bankRefund,
  bankVoid,
  createCardToken,
} from '@saleday/contracts/bank'
import { authoriseCard, type Banking } from './authorise-card.ts'
import { cardOf, isExpired } from './card.ts'
import { changeAuthorisation } from './change-authorisation.ts'
import { problem } from './errors.ts'
import { type FaultSwitch, withFaults } from './faults.ts'
import { merchantKeyCheck } from './merchant-key.ts'

export type Parts = Banking & { faults: FaultSwitch; merchantKey: string }

export function routes(registerRoute: On, parts: Parts): void {
  const on = withFaults(registerRoute, parts)
  const checkMerchantKey = merchantKeyCheck(parts.merchantKey)
  const onMerchantCall: On = (route, handler) =>
    on(route, (input) => {
      checkMerchantKey(input.req.headers.authorization)
      return handler(input)
    })

  on(createCardToken, async ({ body }) => {
    const card = cardOf(body.number)
    if (!card) throw problem('card_invalid', 'A digit is wrong or missing.')
    if (isExpired(body.expiryMonth, body.expiryYear, new Date())) throw problem('card_expired', 'Take another card.')
    const token = `tok_card_${randomBytes(24).toString('base64url')}`
    await parts.store.insertToken(token, card)
    return reply(201, { token, brand: card.brand, last4: card.last4 })
  })

  onMerchantCall(bankAuthorise, async ({ headers, body }) =>
    reply(201, await authoriseCard(parts, headers['idempotency-key'], body)),
  )
  onMerchantCall(bankCapture, async ({ headers, params }) =>
    reply(200, await changeAuthorisation(parts, headers['idempotency-key'], params.authorisationId, { is: 'capture' })),
  )
  onMerchantCall(bankVoid, async ({ headers, params }) =>
    reply(200, await changeAuthorisation(parts, headers['idempotency-key'], params.authorisationId, { is: 'void' })),
  )
  onMerchantCall(bankRefund, async ({ headers, params, body }) =>
    reply(
      200,
      await changeAuthorisation(parts, headers['idempotency-key'], params.authorisationId, { is: 'refund', ...body }),
    ),
  )
  onMerchantCall(bankAuthorisations, async ({ query }) =>
    reply(200, { authorisations: await parts.store.ofReferences(query.references.split(',')) }),
  )
  onMerchantCall(bankLedger, async ({ query }) => reply(200, { rows: await parts.store.ledger(query) }))
}
