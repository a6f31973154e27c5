import { fileRoute } from '@saleday/chassis/built-pages'
import { route } from '@saleday/contracts/route'
import { wholeOr } from '@saleday/contracts/values'
import { z } from 'zod'

/** What is served beside the contract: pages and the files that they need. */

export const page = (path: string) =>
  route({ ...fileRoute, operation: 'getPage', summary: 'The document of all pages of the storefront', path })

/** How often a browser is sent on to find a file of another version. */
export const maximumTries = 5

export const asset = route({
  ...fileRoute,
  operation: 'getAsset',
  summary: 'A file whose name holds a hash of its content',
  path: '/assets/:file',
  params: z.object({ file: z.string().regex(/^[\w.-]{1,200}$/) }),
  query: z.object({ try: wholeOr(0, 0, maximumTries) }),
  success: { ...fileRoute.success, 307: null },
})

export const anythingElse = route({
  ...fileRoute,
  operation: 'getFile',
  summary: 'A file such as the icon; for people who have lost their way the document, with 404',
  path: '/{*path}',
  success: { ...fileRoute.success, 404: z.string() },
})
