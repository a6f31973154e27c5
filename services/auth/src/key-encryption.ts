import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

export type KeyEncryption = ReturnType<typeof keyEncryption>

/** Encrypts private keys at rest. The key id is bound in, so that a row cannot be passed off as another. */
export function keyEncryption(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'saleday signing key', 32))
  return {
    encrypt(kid: string, plain: Buffer): Buffer {
      const nonce = randomBytes(nonceBytes)
      const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(kid))
      const text = Buffer.concat([encryption.update(plain), encryption.final()])
      return Buffer.concat([nonce, encryption.getAuthTag(), text])
    },

    /** @throws where the secret is another one, or the bytes were changed */
    decrypt(kid: string, bytes: Buffer): Buffer {
      const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes)
      const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      decryption.setAAD(Buffer.from(kid)).setAuthTag(tag)
      try {
        return Buffer.concat([decryption.update(bytes.subarray(nonceBytes + tagBytes)), decryption.final()])
      } catch (cause) {
        const means =
          'SIGNING_KEY_SECRET is not the one that it was stored with. Give that one, or run rotate-signing-key --compromised'
        throw new Error(`signing key ${kid} cannot be decrypted: ${means}`, { cause })
      }
    },
  }
}
