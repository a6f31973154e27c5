import type { Chassis } from '@saleday/chassis/chassis'
import { type HttpApp, httpApp } from '@saleday/chassis/http-app'
import type { StaticFiles } from '@saleday/chassis/static-files'
import { bankContract } from '@saleday/contracts/bank'
import { formRoutes } from './form-routes.ts'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts, form: StaticFiles): HttpApp =>
  httpApp(chassis, bankContract, (on) => {
    routes(on, parts)
    formRoutes(on, form)
  })
