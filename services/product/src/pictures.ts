import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Answer, etagOf } from './byte-cache.ts'

export type Pictures = ReturnType<typeof readPictures>

/** The name under which a picture is served. It changes with the content, so that it can be cached for ever. */
export const pictureFile = (slug: string, svg: Buffer): string =>
  `${slug}-${createHash('sha256').update(svg).digest('hex').slice(0, 8)}.svg`

/** Reads all pictures into memory: half a megabyte. */
export function readPictures(catalogueDir: string) {
  const dir = join(catalogueDir, 'pictures')
  const bySlug = new Map<string, Answer & { file: string }>()
  for (const name of readdirSync(dir)) {
    const slug = name.replace(/\.svg$/, '')
    const body = readFileSync(join(dir, name))
    bySlug.set(slug, { body, etag: etagOf(body), file: pictureFile(slug, body) })
  }
  return {
    fileOf: (slug: string): string | undefined => bySlug.get(slug)?.file,
    /** Also under another version's name, or under none: then it is not exactly what was asked for. */
    find(file: string): (Answer & { exact: boolean }) | undefined {
      const plain = file.replace(/\.svg$/, '')
      const found = bySlug.get(plain.replace(/-[0-9a-f]{8}$/, '')) ?? bySlug.get(plain)
      return found && { body: found.body, etag: found.etag, exact: found.file === file }
    },
  }
}
