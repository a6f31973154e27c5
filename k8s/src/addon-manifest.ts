import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { setGlobalProxyFromEnv } from 'node:http'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { repository } from '@saleday/local/repository'
import { UserError } from '@saleday/local/user-error'
import { writeFileAtomically } from '@saleday/local/write-file'
import { type Addon, addonFiles } from './addons.ts'

const shipped = fileURLToPath(new URL('../addons', import.meta.url))
const downloads = join(repository, '.saleday', 'addons')
const downloadLimitMs = 60_000

/** @throws UserError where the folder of `--addons` is not what it has to be */
export function checkAddonsDir(folder: string | undefined): void {
  const missing = folder === undefined ? [] : addonFiles.filter((file) => !existsSync(join(folder, file)))
  if (missing.length === 0) return
  throw new UserError(
    `${folder} has no ${missing.join(', ')}.`,
    `--addons wants a folder with ${addonFiles.join(', ')}.`,
  )
}

/** From the repository, from the folder of `--addons`, or from the internet: once, and kept. */
export async function addonManifest(addon: Addon, folder: string | undefined): Promise<string> {
  if (addon.url === undefined) return readFileSync(join(shipped, addon.file), 'utf8')
  const path = folder === undefined ? join(downloads, `${addon.version}-${addon.file}`) : join(folder, addon.file)
  if (folder === undefined && !existsSync(path)) {
    const manifest = await download(addon, addon.url)
    mkdirSync(downloads, { recursive: true })
    writeFileAtomically(path, manifest)
  }
  const manifest = readFileSync(path, 'utf8')
  return addon.adapt === undefined ? manifest : addon.adapt(manifest)
}

async function download(addon: Addon, url: string): Promise<string> {
  // As every other program of this machine would: through its proxy, trusting whom it trusts.
  setGlobalProxyFromEnv()
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')])
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadLimitMs) })
    if (!response.ok) throw new Error(`the answer was ${response.status}`)
    return await response.text()
  } catch (error) {
    const { cause, message } = error as Error
    throw new UserError(
      `${addon.name} ${addon.version} cannot be downloaded: ${cause instanceof Error ? cause.message : message}`,
      `It comes from ${url}\nDownload it where there is internet, as ${addon.file} in a folder beside ${addonFiles.filter((file) => file !== addon.file).join(' and ')}, and say: npm run kind:up -- --addons <folder>`,
    )
  }
}
