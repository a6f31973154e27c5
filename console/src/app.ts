import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { consoleContract } from '@saleday/contracts/console'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): HttpApp =>
  httpApp(chassis, consoleContract, (on) => routes(on, parts))
