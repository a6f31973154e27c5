import { z } from 'zod'

/** Values that more than one service speaks of. */

/** In lower case whatever came: one id is one text. */
export const Id = z.uuid().toLowerCase().meta({ description: 'A UUID, version 7 where the shop makes it' })
/** Up to ten million euros: an order that comes to more is not for a web shop, nor for the bank. */
export const Cents = z.int().min(0).max(1_000_000_000).meta({ description: 'Money in integer cents' })
export const maximumPriceCents = 10_000_000
export const Currency = z.literal('EUR')
export const Timestamp = z.iso.datetime().meta({ description: 'UTC, RFC 3339' })

/** A quantity of one product in one cart or order. */
export const maximumQuantity = 99
/** Different products in one cart or order. */
export const maximumLines = 50

export const Quantity = z.int().min(1).max(maximumQuantity)

export const Line = z.strictObject({ productId: Id, quantity: Quantity })
export type Line = z.output<typeof Line>

/** Lines of an order: at least one, and no product twice. */
export const Lines = z
  .array(Line)
  .min(1)
  .max(maximumLines)
  .refine((lines) => new Set(lines.map((line) => line.productId)).size === lines.length, {
    message: 'a product may stand in one line only',
  })

/** A number in a query: digits only, while `z.coerce` takes `0x10`, `1e1` and nothing at all for numbers too. */
export const wholeOr = (fallback: number, minimum: number, maximum: number) =>
  z
    .preprocess(
      (text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text),
      z.int().min(minimum).max(maximum),
    )
    .default(fallback)
    .meta({ override: { default: fallback } })

/** Marks the place where the next page begins; opaque to callers. */
export const Cursor = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+$/)

/** 8 to 200 visible ASCII characters. Kept for 24 hours. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{8,200}$/, 'must be 8 to 200 visible ASCII characters')
  .meta({ description: 'Made by the client, once for each intent; the same key gives the same answer' })
