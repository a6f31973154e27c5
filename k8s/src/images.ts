import { type ServerName, servers } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import type { Run } from './run.ts'

/** The tag of each server's image. It names what is inside, so that another image is another version to Kubernetes. */
export type Tags = Readonly<Record<ServerName, string>>

export const imageName = (server: ServerName, tag: string): string => `saleday/${server}:${tag}`

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
  const names = servers.map((server) => imageName(server, 'dev'))
  const ids = (await run('docker', ['image', 'inspect', '--format', '{{.Id}}', ...names])).trim().split('\n')
  const tags = Object.fromEntries(servers.map((server, index) => [server, tagOf(ids[index]!)])) as Tags
  await Promise.all(
    servers.map((server) => run('docker', ['tag', imageName(server, 'dev'), imageName(server, tags[server])])),
  )
  return tags
}

/** sha256:c1601bf4d932… → dev-c1601bf4d932 */
export function tagOf(id: string): string {
  const hex = /^sha256:([0-9a-f]{12})/.exec(id)?.[1]
  if (hex === undefined) throw new Error(`'${id}' is not the id of an image`)
  return `dev-${hex}`
}
