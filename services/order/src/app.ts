import type { Chassis } from '@saleday/chassis/chassis'
import { httpApp } from '@saleday/chassis/http-app'
import { orderContract } from '@saleday/contracts/order'
import type { Express } from 'express'
import { type RouteParts, registerRoutes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: RouteParts): Express =>
  httpApp(chassis, orderContract, (on) => registerRoutes(on, parts))
