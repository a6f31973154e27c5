import { readBuiltPages } from '@saleday/chassis/built-pages'
import type { Chassis, Service } from '@saleday/chassis/chassis'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { saleOfToday } from './sale.ts'

export function build({ distDir, sale }: Config, chassis: Chassis): Service {
  const pages = readBuiltPages(distDir, 'storefront')
  return { app: createApp(chassis, { ...pages, saleAt: (now) => sale ?? saleOfToday(now) }) }
}
