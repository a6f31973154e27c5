import { type Reply, reply } from '@saleday/chassis/reply'
import type { Answer } from './byte-cache.ts'

/** 304 where the caller has these bytes already, else the bytes. */
export function conditional(ifNoneMatch: string | undefined, { body, etag }: Answer, cacheControl: string): Reply {
  const headers = { etag, 'cache-control': cacheControl }
  return ifNoneMatch !== undefined && matches(ifNoneMatch, etag)
    ? reply(304, undefined, headers)
    : reply(200, body, headers)
}

/** RFC 9110: a list of tags or `*`, compared weakly. */
const matches = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
