import { hasETag } from '@saleday/chassis/if-none-match'
import { type Reply, reply } from '@saleday/chassis/reply'
import type { Answer } from './byte-cache.ts'

/** 304 where the caller has these bytes already, else the bytes. */
export function conditional(ifNoneMatch: string | undefined, { body, etag }: Answer, cacheControl: string): Reply {
  const headers = { etag, 'cache-control': cacheControl }
  return hasETag(ifNoneMatch, etag) ? reply(304, undefined, headers) : reply(200, body, headers)
}
