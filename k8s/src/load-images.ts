import type { ClusterNode } from './cluster-nodes.ts'
import { images as allImages, imageName, type Tags } from './images.ts'
import type { Run } from './run.ts'

/**
 * Brings the images to the nodes that lack one: all in one go, since nearly all of each is in the others too.
 * @returns how many were missing
 */
export async function loadImages(
  run: Run,
  cluster: string,
  nodes: readonly ClusterNode[],
  tags: Tags,
): Promise<number> {
  const wanted = allImages.map((image) => imageName(image, tags[image]))
  const missing = await Promise.all(
    nodes.map(async ({ name }) => {
      const listed = await run('docker', ['exec', name, 'ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet'])
      return { node: name, images: missingImages(listed, wanted) }
    }),
  )
  const lacking = missing.filter(({ images }) => images.length > 0)
  const images = [...new Set(lacking.flatMap((node) => node.images))]
  if (images.length === 0) return 0
  const names = lacking.map(({ node }) => node).join(',')
  await run('kind', ['load', 'docker-image', '--name', cluster, '--nodes', names, ...images])
  return images.length
}

/** containerd knows every image by its whole name, registry included. */
export function missingImages(listed: string, wanted: readonly string[]): string[] {
  const there = new Set(listed.split('\n').map((line) => line.trim()))
  return wanted.filter((image) => !there.has(`docker.io/${image}`))
}
