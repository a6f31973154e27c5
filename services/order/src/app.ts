import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { orderContract } from '@saleday/contracts/order'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): HttpApp =>
  httpApp(chassis, orderContract, (on) => routes(on, parts))
