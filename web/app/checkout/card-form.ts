/** What the bank's form says to the page that frames it (sandbox/bank/README.md). */
export type FromForm =
  | { type: 'bank:ready'; heightPx: number }
  | { type: 'bank:height'; heightPx: number }
  | { type: 'bank:token'; requestId: string; token: string; brand: string; last4: string }
  | { type: 'bank:error'; requestId: string; message: string }

/** Undefined for whatever else windows send to each other. */
export function parseMessage(data: unknown): FromForm | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { type, heightPx, requestId, token, brand, last4, message } = data as Record<string, unknown>
  if (type === 'bank:ready' || type === 'bank:height')
    return typeof heightPx === 'number' && heightPx > 0 && heightPx < 5000 ? { type, heightPx } : undefined
  if (typeof requestId !== 'string') return undefined
  if (type === 'bank:token' && typeof token === 'string')
    return { type, requestId, token, brand: String(brand ?? ''), last4: String(last4 ?? '') }
  if (type === 'bank:error' && typeof message === 'string') return { type, requestId, message }
  return undefined
}
