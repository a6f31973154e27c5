import { run } from '@saleday/chassis/run'
import { buildBank } from './app.ts'
import { loadConfig } from './config.ts'

await run({ name: 'bank', loadConfig, build: buildBank })
