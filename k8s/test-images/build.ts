import { type ServerName, servers } from '@saleday/local/parties'
import { buildImages, imageName } from '../src/images.ts'
import { run } from './docker.ts'

export type Image = {
  server: ServerName
  name: string
  /** Of the image: another one where anything in it differs. */
  id: string
  /** Digests, from the bottom up. What two images have in common here is stored and sent once. */
  layers: string[]
  config: { User: string; Labels: Record<string, string>; Entrypoint: string[]; Cmd: string[]; WorkingDir: string }
}

/** Builds all images, or finds that nothing has changed. */
export async function build(): Promise<Image[]> {
  const tags = await buildImages(run)
  const names = servers.map((server) => imageName(server, tags[server]))
  const found = JSON.parse(await run('docker', ['image', 'inspect', ...names])) as {
    Id: string
    RootFS: { Layers: string[] }
    Config: Image['config']
  }[]
  return found.map(({ Id, RootFS, Config }, index) => ({
    server: servers[index]!,
    name: names[index]!,
    id: Id,
    layers: RootFS.Layers,
    config: Config,
  }))
}
