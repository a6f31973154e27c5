import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Complaint, complaint } from './rule.ts'

const manifests = join(import.meta.dirname, '..')
/** Not committed, and made with its own list. */
const generated = join('overlays', 'kind', 'local')

export type Folder = { path: string; files: readonly string[]; kustomization: string }

/** Every folder that kustomize reads. */
export function readFolders(): Folder[] {
  return ['base', 'components', 'overlays'].flatMap((top) =>
    readdirSync(join(manifests, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name === 'kustomization.yaml')
      .map(({ parentPath }) => ({
        path: parentPath.slice(manifests.length + 1),
        files: readdirSync(parentPath, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => name),
        kustomization: readFileSync(join(parentPath, 'kustomization.yaml'), 'utf8'),
      }))
      .filter(({ path }) => path !== generated),
  )
}

export const listedRule = 'every file is in the kustomization.yaml of its folder'

export const checkListed = (folders: readonly Folder[]): Complaint[] =>
  folders.flatMap(({ path, files, kustomization }) => {
    const isMentioned = (file: string) =>
      kustomization.split('\n').some((line) => !line.trimStart().startsWith('#') && words(line).includes(file))
    return files
      .filter((file) => !['kustomization.yaml', 'README.md'].includes(file) && !isMentioned(file))
      .map((file) => complaint(`k8s/${path}/${file}`, 'is in no list of its folder', 'add it to kustomization.yaml'))
  })

const words = (line: string): string[] => line.split(/[\s,[\]{}=]+/)
