import { evaluate } from './docker.ts'

export type File = { path: string; size: number; mode: number; owner: number; isLink: boolean }

const program = `
const { lstatSync, readdirSync } = require('node:fs')
const files = []
const look = (folder) => {
  for (const name of readdirSync(folder || '/')) {
    const path = folder + '/' + name
    if (['/proc', '/sys', '/dev'].includes(path)) continue
    const found = lstatSync(path)
    const size = found.isFile() ? found.size : 0
    files.push({ path, size, mode: found.mode & 0o7777, owner: found.uid, isLink: found.isSymbolicLink() })
    if (found.isDirectory()) look(path)
  }
}
look('')
process.stdout.write(JSON.stringify(files))
`

/** Everything in an image. */
export async function filesOf(image: string): Promise<File[]> {
  // As root, and without the rights that pods lack as well: some folders of the base are open to nobody else.
  const { code, stdout, stderr } = await evaluate(image, program, ['--user', '0', '--cap-add', 'DAC_READ_SEARCH'])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

export const bytesOf = (files: readonly File[]): number => files.reduce((sum, { size }) => sum + size, 0)
