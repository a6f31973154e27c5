/** An Idempotency-Key: 128 random bits. (`crypto.randomUUID` is there over TLS and on localhost only.) */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
