import { images as allImages } from './images.ts'
import type { Run } from './run.ts'

/** Of each, this many images are kept: to go back to, and for another cluster that has not yet loaded its own. */
const keptCount = 3

/** Takes away the tags of images built before; layers that others use stay. */
export async function pruneImages(run: Run): Promise<void> {
  const format = '{{.Repository}}:{{.Tag}}'
  const listed = await run('docker', ['images', '--filter', 'reference=saleday/*', '--format', format])
  const old = oldImages(listed)
  if (old.length > 0) await run('docker', ['rmi', ...old])
}

/** `listed` is newest first, as Docker lists images. What this command has not tagged is not its own. */
export function oldImages(listed: string): string[] {
  const images = listed.split('\n')
  return allImages.flatMap((name) =>
    images.filter((image) => new RegExp(`^saleday/${name}:dev-[0-9a-f]{12}$`).test(image)).slice(keptCount),
  )
}
