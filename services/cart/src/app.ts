import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import { cartContract } from '@saleday/contracts/cart'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): HttpApp =>
  httpApp(chassis, cartContract, (on) => routes(on, parts))
