import { smoke } from '../scenarios/smoke.ts'
import type { Scenario } from './scenario.ts'

/** Every scenario by its name. */
export const scenarios: Readonly<Record<string, Scenario>> = { smoke }
