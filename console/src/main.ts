import { run } from '@saleday/chassis/run'
import { build } from './build.ts'
import { loadConfig } from './config.ts'

await run({ name: 'console', loadConfig, build })
