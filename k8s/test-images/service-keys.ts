import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** A folder as the cluster mounts it: the keys that verify tokens of services, and cart's token for product. */
export async function serviceKeys(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'saleday-test-images-'))
  const { privateKey, publicKey } = await generateKeyPair('EdDSA')
  const header = { alg: 'EdDSA', kid: 'test' }
  const token = await new SignJWT({ sub: 'system:serviceaccount:saleday:cart', aud: 'product' })
    .setProtectedHeader(header)
    .setExpirationTime('1h')
    .sign(privateKey)
  await mkdir(join(folder, 'tokens'))
  await writeFile(join(folder, 'jwks.json'), JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...header }] }))
  await writeFile(join(folder, 'tokens', 'product'), token)
  // The user of the containers is neither the owner nor in the group.
  for (const path of [folder, join(folder, 'tokens')]) await chmod(path, 0o755)
  for (const path of [join(folder, 'jwks.json'), join(folder, 'tokens', 'product')]) await chmod(path, 0o644)
  return { folder, remove: () => rm(folder, { recursive: true }) }
}
