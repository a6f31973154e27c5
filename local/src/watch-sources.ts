import { existsSync, watch } from 'node:fs'
import { join, sep } from 'node:path'
import { folderOf, type ServerName, servers } from './parties.ts'

/** Packages that no server loads. */
const notServed = new Set(['embedded', 'testing'])
/** Editors write a file in several steps, and save several files at once. */
const settleMs = 200
/** Beside the source of its server: what vite builds. */
const pagesOfWeb = ['web/app', 'web/public']

/** Which servers a changed file concerns; the path is relative to the repository. */
export function concernedBy(path: string): readonly ServerName[] {
  const parts = path.split(sep)
  if (isOfPages(parts)) return ['web']
  if (!/\.(ts|json|lua|sql)$/.test(path) || path.endsWith('.test.ts')) return []
  if (parts[0] === 'packages' && parts[2] === 'src') return notServed.has(parts[1]!) ? [] : servers
  return servers.filter((server) => path.startsWith(join(folderOf(server), 'src') + sep))
}

/** Pictures and style sheets too; no tests, and nothing that an editor hides. */
function isOfPages(parts: readonly string[]): boolean {
  const file = parts.at(-1)!
  if (parts[0] !== 'web' || file.startsWith('.') || file.endsWith('~') || /\.test\.tsx?$/.test(file)) return false
  return parts.length === 2
    ? ['index.html', 'vite.config.ts'].includes(file)
    : pagesOfWeb.includes(`${parts[0]}/${parts[1]}`)
}

/** Calls `restart` for the servers that a change of their source concerns. */
export function watchSources(
  repository: string,
  packages: readonly string[],
  restart: (servers: ServerName[], path: string) => void,
): { stop(): void } {
  const folders = [
    ...servers.map((server) => join(folderOf(server), 'src')),
    ...packages.map((name) => join('packages', name, 'src')),
    ...pagesOfWeb,
    'web',
  ]
  const concerned = new Set<ServerName>()
  let timer: NodeJS.Timeout | undefined
  const watchers = folders
    .filter((folder) => existsSync(join(repository, folder)))
    .map((folder) =>
      // Not what is built and installed below `web`.
      watch(join(repository, folder), { recursive: folder !== 'web' }, (_event, file) => {
        const path = join(folder, file ?? '')
        const found = concernedBy(path)
        if (found.length === 0) return
        for (const server of found) concerned.add(server)
        clearTimeout(timer)
        timer = setTimeout(() => {
          const all = [...concerned]
          concerned.clear()
          restart(all, path)
        }, settleMs)
      }),
    )
  return {
    stop() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
