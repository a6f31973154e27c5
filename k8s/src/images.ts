import { servers } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import type { Run } from './run.ts'

/** What there are images of: the servers, and the console, which is no part of the shop. */
export const images = [...servers, 'console'] as const
export type ImageName = (typeof images)[number]

/** The tag of each image. It names what is inside, so that another image is another version to Kubernetes. */
export type Tags = Readonly<Record<ImageName, string>>

export const imageName = (image: ImageName, tag: string): string => `saleday/${image}:${tag}`

/** Builds all images and gives each a tag made of its own id. */
export async function buildImages(run: Run): Promise<Tags> {
  await run('docker', ['buildx', 'bake', '--file', 'docker-bake.hcl', '--load', '--progress', 'plain'], {
    folder: repository,
    environment: {
      // Those of the file, whatever else has these names here.
      REGISTRY: 'saleday',
      TAG: 'dev',
      VERSION: '',
      REVISION: '',
      SOURCE: '',
      // An attestation holds the time of the build: each one would be another image.
      BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    },
  })
  const names = images.map((image) => imageName(image, 'dev'))
  const ids = (await run('docker', ['image', 'inspect', '--format', '{{.Id}}', ...names])).trim().split('\n')
  const tags = Object.fromEntries(images.map((image, index) => [image, tagOf(ids[index]!)])) as Tags
  await Promise.all(
    images.map((image) => run('docker', ['tag', imageName(image, 'dev'), imageName(image, tags[image])])),
  )
  return tags
}

/** sha256:c1601bf4d932… → dev-c1601bf4d932 */
export function tagOf(id: string): string {
  const hex = /^sha256:([0-9a-f]{12})/.exec(id)?.[1]
  if (hex === undefined) throw new Error(`'${id}' is not the id of an image`)
  return `dev-${hex}`
}
