import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { authContract } from '@saleday/contracts/auth'
import { type Parts, routes } from './routes.ts'

/** `trustedProxies`: how many of the nearest proxies are believed when they say which address a request came from. */
export const createApp = (chassis: Chassis, parts: Parts, trustedProxies: number): HttpApp =>
  httpApp(chassis, authContract, (on) => routes(on, parts), { trustedProxies })
