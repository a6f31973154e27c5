import type { RouteDefinition } from '@saleday/contracts/route'
import { z } from 'zod'
import { SettingsError } from './settings.ts'
import { readStaticFiles, type StaticFile, type StaticFiles } from './static-files.ts'

/** What vite has built: the one document, and the files that it needs. */
export type BuiltPages = { document: StaticFile; files: StaticFiles }

/** What the routes of documents and their files have in common. They stand beside the contract. */
export const fileRoute = {
  method: 'get',
  access: 'public',
  priority: 'browse',
  success: { 200: z.string(), 304: null },
  contentType: 'text/html',
} as const satisfies Partial<RouteDefinition>

/**
 * @param what is built, for the error: `storefront`
 * @throws SettingsError where it is not there
 */
export function readBuiltPages(distDir: string, what: string): BuiltPages {
  const files = new Map(filesOf(distDir))
  const document = files.get('index.html')
  if (!document) throw new SettingsError(`There is no ${what} in ${distDir}. Build it: npm run build`)
  files.delete('index.html')
  return { document, files }
}

function filesOf(distDir: string): StaticFiles {
  try {
    return readStaticFiles(distDir)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return new Map()
  }
}
