import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { webContract } from '@saleday/contracts/web'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): HttpApp =>
  httpApp(chassis, webContract, (on) => routes(on, parts))
