import { adminApp } from '@saleday/chassis/admin-app'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { listen } from './listen.ts'

/** The probes and metrics of a service that a test has built, as its process would serve them. */
export const listenAdmin = (chassis: Chassis, service: Service) =>
  listen(
    adminApp(
      chassis,
      () => 'ready',
      () => service,
    ),
  )
