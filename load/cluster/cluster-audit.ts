import { readFileSync } from 'node:fs'
import type { V1Secret, V1StatefulSet } from '@kubernetes/client-node'
import { UserError } from '@saleday/local/user-error'
import { type AuditUrls, audited } from '../audit/snapshot.ts'
import type { Kube } from './kube.ts'
import type { PodForwards } from './pod-forwards.ts'

const server = 'postgres'
/** The first pod of its StatefulSet. */
const serverPod = 'postgres-0'

/** The databases of a cluster that has them inside, for a role that only reads; undefined where it has none. */
export async function clusterAuditUrls(
  kube: Pick<Kube, 'read'>,
  forwards: Pick<PodForwards, 'to'>,
): Promise<(() => Promise<AuditUrls>) | undefined> {
  const found = await kube.read<V1StatefulSet>({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: server })
  if (found === undefined) return undefined
  const volume = found.spec?.template.spec?.volumes?.find(({ name }) => name === 'passwords')
  const name = volume?.secret?.secretName ?? server
  const secret = await kube.read<V1Secret>({ apiVersion: 'v1', kind: 'Secret', name })
  const password = secret?.data?.audit
  if (password === undefined)
    throw new UserError(`The Secret ${name} has no password for the audit.`, 'npm run kind:up')
  return async () => {
    const { host, port } = await forwards.to(serverPod, 5432)
    const credentials = `audit:${encodeURIComponent(Buffer.from(password, 'base64').toString())}`
    return Object.fromEntries(
      audited.map((database) => [database, `postgres://${credentials}@${host}:${port}/${database}`]),
    ) as AuditUrls
  }
}

/** Databases elsewhere, from a file that says where. @throws UserError */
export function readAuditUrls(file: string): AuditUrls {
  const urls = readUrls(file)
  const missing = audited.filter((name) => typeof urls[name] !== 'string')
  if (missing.length > 0) throw wrongFile(file, `has no URL for ${missing.join(', ')}`)
  return urls as AuditUrls
}

function readUrls(file: string): Record<string, unknown> {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>
  } catch (error) {
    throw wrongFile(file, `cannot be read: ${(error as Error).message}`)
  }
}

const wrongFile = (file: string, what: string): UserError =>
  new UserError(
    `The file of the databases ${file} ${what}.`,
    `It must be JSON with a URL for each of ${audited.join(', ')}, as a role that may read them.`,
  )
