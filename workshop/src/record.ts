import { CommandError, lastLineOf } from '@saleday/k8s/run'
import { UserError } from '@saleday/local/user-error'
import { type Cluster, context } from './cluster.ts'
import type { Before, Lab } from './lab.ts'

/** The ConfigMap that says which lab the cluster is prepared for. It goes with the cluster. */
export const recordName = 'workshop'

export type Record = { lab: number; since: Date; before: Before }

/** @throws UserError where the cluster does not answer */
export async function readRecord(cluster: Cluster): Promise<Record | undefined> {
  const found = await cluster.find('configmap', recordName).catch((error) => {
    if (!(error instanceof CommandError)) throw error
    throw new UserError(
      `The cluster of the context ${context} does not answer: ${lastLineOf(error)}`,
      'Where a lab has left it so: npm run lab and its number. Where there is none: npm run kind:up',
    )
  })
  if (found === undefined) return undefined
  return {
    lab: Number(found.data.lab),
    since: new Date(found.metadata.creationTimestamp),
    before: JSON.parse(found.data.before),
  }
}

/** Made anew each time, so that its time is when the lab began, by the cluster's clock. */
export async function writeRecord(cluster: Cluster, lab: number, before: Before): Promise<void> {
  await forget(cluster)
  const metadata = { name: recordName }
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { lab: String(lab), before: JSON.stringify(before) },
  }
  await cluster.kubectl(['create', '--filename', '-'], { input: JSON.stringify(object) })
}

export const forget = (cluster: Cluster): Promise<string> =>
  cluster.kubectl(['delete', 'configmap', recordName, '--ignore-not-found'])

/** @throws UserError where the cluster is prepared for another lab, or for none */
export async function recordOf(cluster: Cluster, { number }: Lab): Promise<Record> {
  const record = await readRecord(cluster)
  if (record?.lab === number) return record
  throw new UserError(
    record === undefined
      ? `The cluster is not prepared for lab ${number}.`
      : `The cluster is prepared for lab ${record.lab}, not for lab ${number}.`,
    `Prepare it, which puts back what another lab has changed: npm run lab ${number}`,
  )
}
