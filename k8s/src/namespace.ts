import { fileURLToPath } from 'node:url'
import type { Kubectl } from './kubectl.ts'

export const namespace = 'saleday'

const file = fileURLToPath(new URL('../base/namespace.yaml', import.meta.url))

/** Only where it is missing: afterwards it belongs to the overlay, which labels it as well. */
export async function ensureNamespace(kubectl: Kubectl): Promise<void> {
  const found = await kubectl(['get', 'namespace', namespace, '--ignore-not-found', '--output', 'name'])
  if (found.trim() === '') await kubectl(['apply', '--filename', file])
}
