import { run } from '@saleday/chassis/run'
import { buildPayment } from './app.ts'
import { loadConfig } from './config.ts'

await run({ name: 'payment', loadConfig, build: buildPayment })
