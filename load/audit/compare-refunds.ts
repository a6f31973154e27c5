/** SQL: the refunds of an order in a text, for both databases alike. */
export const refundText = (refund: string): string =>
  `string_agg(${refund}.refund_id || ' ' || ${refund}.amount_cents || ' ' || ${refund}.state, ',' ORDER BY ${refund}.refund_id)`

/**
 * What order and payment say differently of the refunds that order has asked for. Payment may have more: an operator can ask
 * it by itself. What is still open is in book 5.
 */
export function compareRefunds(atOrder: string, atPayment: string): string[] {
  if (atOrder === '') return []
  const paid = new Map(refundsOf(atPayment).map((refund) => [refund.refundId, refund]))
  return refundsOf(atOrder).flatMap(({ refundId, cents, state }) => {
    const there = paid.get(refundId)
    const says = `refund ${refundId}: order has ${cents} ${state}; payment ${there ? `${there.cents} ${there.state}` : 'nothing'}`
    if (state === 'refunded') return there?.state === 'refunded' && there.cents === cents ? [] : [says]
    return state === 'refused' && there?.state === 'refunded' ? [says] : []
  })
}

function refundsOf(text: string): { refundId: string; cents: number; state: string }[] {
  if (text === '') return []
  return text.split(',').map((refund) => {
    const [refundId, cents, state] = refund.split(' ') as [string, string, string]
    return { refundId, cents: Number(cents), state }
  })
}
