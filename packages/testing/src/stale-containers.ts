import { hostname } from 'node:os'
import { processInfo } from '@saleday/embedded/process-info'
import type { ContainerRuntimeClient } from 'testcontainers'

const hostLabel = 'saleday.test.host'
const pidLabel = 'saleday.test.pid'

/** Which run of tests a container belongs to. */
export const ownerLabels = { [hostLabel]: hostname(), [pidLabel]: String(process.pid) }

/** Removes the containers of runs that were killed: what the reaper of testcontainers does, where there is one. */
export async function removeStaleContainers(client: ContainerRuntimeClient): Promise<void> {
  for (const { Id, Labels } of await client.container.list()) {
    if (Labels[hostLabel] !== hostname() || (await processInfo(Number(Labels[pidLabel])))) continue
    // Another run may be removing it as well.
    await client.container
      .getById(Id)
      .remove({ force: true, v: true })
      .catch(() => undefined)
  }
}
