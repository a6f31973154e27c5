import type { Chassis } from '@saleday/chassis/chassis'
import { httpApp } from '@saleday/chassis/http-app'
import { consoleContract } from '@saleday/contracts/console'
import type { Express } from 'express'
import { type Parts, routes } from './routes.ts'

export const createApp = (chassis: Chassis, parts: Parts): Express =>
  httpApp(chassis, consoleContract, (on) => routes(on, parts))
