import type { Chassis } from '@saleday/chassis/chassis'
import { httpApp } from '@saleday/chassis/http-app'
import { orderContract } from '@saleday/contracts/order'
import type { Express } from 'express'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): Express =>
  httpApp(chassis, orderContract, (on) => routes(on, parts))
