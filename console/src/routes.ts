import type { BuiltPages } from '@saleday/chassis/built-pages'
import { type On, reply } from '@saleday/chassis/http-app'
import { assetHeaders, documentHeaders, fileHeaders } from '@saleday/chassis/page-headers'
import { commonProblem } from '@saleday/chassis/problem'
import { fileReply } from '@saleday/chassis/static-files'
import { killPod, setBankFaults, watchFrames } from '@saleday/contracts/console'
import type { Request, Response } from 'express'
import { page, pageFile } from './files.ts'
import type { Operate } from './operate.ts'
import type { operatorToken } from './operator-token.ts'

export type Parts = BuiltPages & {
  stream: (res: Response) => void
  /** Missing where no operator's token was set. */
  operator?: { token: ReturnType<typeof operatorToken>; operate: Operate } | undefined
}

export function routes(on: On, { document, files, stream, operator }: Parts): void {
  on(watchFrames, ({ res }) => {
    stream(res)
    return undefined
  })

  on(killPod, async ({ body, req }) => reply(200, await operatorOf(req).kill(body)))
  on(setBankFaults, async ({ body, req }) => reply(200, await operatorOf(req).setBankFaults(body)))

  function operatorOf({ headers }: Request): Operate {
    if (operator === undefined)
      throw commonProblem('not_found', 'There are no actions here: the console was started without OPERATOR_TOKEN.')
    operator.token.check(headers.authorization)
    return operator.operate
  }

  on(page, ({ req }) => fileReply(document, req.headers, documentHeaders))

  on(pageFile, ({ req }) => {
    const path = req.path.slice(1)
    const file = files.get(path)
    if (file === undefined) throw commonProblem('not_found', 'The console has nothing at this path.')
    return fileReply(file, req.headers, path.startsWith('assets/') ? assetHeaders : fileHeaders)
  })
}
