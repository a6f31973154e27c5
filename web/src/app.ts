import type { Chassis } from '@saleday/chassis/chassis'
import { httpApp } from '@saleday/chassis/http-app'
import { webContract } from '@saleday/contracts/web'
import type { Express } from 'express'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): Express =>
  httpApp(chassis, webContract, (on) => routes(on, parts))
