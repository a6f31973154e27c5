import type { On } from '@saleday/chassis/http-app'
import { commonProblem } from '@saleday/chassis/problem'
import { fileReply, type StaticFiles } from '@saleday/chassis/static-files'
import { type RouteDefinition, route } from '@saleday/contracts/route'
import { z } from 'zod'

/** The bank's own card form, for a frame in the shop's checkout. Pages are no part of the contract. */

const base = {
  method: 'get',
  access: 'public',
  priority: 'checkout',
  // Framed by the shop, the form is in a sandbox without an origin, and asks for its own modules as a stranger does.
  anyOrigin: true,
  success: { 200: z.string(), 304: null },
  contentType: 'text/html',
} as const satisfies Partial<RouteDefinition>

const formPage = route({ ...base, operation: 'getForm', summary: 'The card form', path: '/bank/form' })
const formFile = route({
  ...base,
  operation: 'getFormFile',
  summary: 'A script or the style sheet of the card form',
  path: '/bank/form/:file',
  params: z.object({ file: z.string().regex(/^[a-z-]{1,40}\.(js|css)$/) }),
})

/** `'self'` is where the page came from, also in a sandbox. Scripts send the card; the form itself is never sent. */
const pageHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'",
}

const fileHeaders = { 'cache-control': 'no-cache', 'cross-origin-resource-policy': 'cross-origin' }

export function formRoutes(on: On, files: StaticFiles): void {
  const page = files.get('page.html')
  if (!page) throw new Error('The card form has no page.html.')

  on(formPage, ({ req }) => fileReply(page, req.headers, pageHeaders))

  on(formFile, ({ params, req }) => {
    const file = files.get(params.file)
    if (!file) throw commonProblem('not_found', 'The card form has no such file.')
    return fileReply(file, req.headers, fileHeaders)
  })
}
