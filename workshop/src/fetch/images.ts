/** Images that a workshop needs, and that come from the internet; those of the shop itself are built. */

/** The images that manifests name, each once. */
export function imagesIn(manifests: readonly string[]): string[] {
  const found = manifests.flatMap((text) => [...text.matchAll(/^\s*(?:- )?image:\s*["']?([\w./:@-]+[\w])["']?\s*$/gm)])
  return unique(found.map(([, image]) => image!)).filter((image) => !image.startsWith('saleday/'))
}

/** The images that a Dockerfile begins its stages with, without those that it makes itself. */
export function baseImagesIn(dockerfile: string): string[] {
  const stages = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)(?: AS (\S+))?/gim)]
  const own = new Set(stages.map(([, , name]) => name).filter((name) => name !== undefined))
  return unique(stages.map(([, image]) => image!)).filter((image) => !own.has(image))
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort()

/** containerd calls an image by its whole name: `postgres:18` is docker.io/library/postgres:18. */
export function wholeName(image: string): string {
  const [first = '', ...rest] = image.split('/')
  if (rest.length === 0) return `docker.io/library/${image}`
  return first.includes('.') || first.includes(':') || first === 'localhost' ? image : `docker.io/${image}`
}
