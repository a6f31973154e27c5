import type { BuiltPages } from '@saleday/chassis/built-pages'
import { type On, reply } from '@saleday/chassis/http-app'
import { assetHeaders, documentHeaders, fileHeaders } from '@saleday/chassis/page-headers'
import { commonProblem } from '@saleday/chassis/problem'
import { fileReply } from '@saleday/chassis/static-files'
import { getShopInfo } from '@saleday/contracts/web'
import { anythingElse, asset, maximumTries, page } from './files.ts'
import { pages } from './pages.ts'
import type { Sale } from './sale.ts'

export type Parts = BuiltPages & { saleAt: (now: Date) => Sale }

export function routes(on: On, { document, files, saleAt }: Parts): void {
  on(getShopInfo, () => {
    const now = new Date()
    const { startsAt, endsAt } = saleAt(now)
    return reply(200, {
      time: now.toISOString(),
      sale: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    })
  })

  for (const path of pages) on(page(path), ({ req }) => fileReply(document, req.headers, documentHeaders))

  on(asset, ({ params, query, req }) => {
    const file = files.get(`assets/${params.file}`)
    if (file) return fileReply(file, req.headers, assetHeaders)
    // While a new version is rolled out, a document of the one may ask a process of the other for its files. Sent on,
    // the browser asks again, and the gateway chooses among the processes again.
    if (query.try < maximumTries)
      return reply(307, undefined, { location: `/assets/${params.file}?try=${query.try + 1}` })
    throw commonProblem('not_found', 'No version of the storefront that runs has this file. Load the page again.')
  })

  on(anythingElse, ({ req }) => {
    const file = files.get(req.path.slice(1))
    if (file) return fileReply(file, req.headers, fileHeaders)
    if (req.headers.accept?.includes('text/html')) return fileReply(document, req.headers, documentHeaders, 404)
    throw commonProblem('not_found', 'The storefront has nothing at this path.')
  })
}
