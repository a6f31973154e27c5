import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { productContract } from '@saleday/contracts/product'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): HttpApp =>
  httpApp(chassis, productContract, (on) => routes(on, parts))
