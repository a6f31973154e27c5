import type { Lab } from './lab.ts'
import { lab01 } from './labs/01-shop.ts'
import { lab02 } from './labs/02-front-door.ts'
import { lab03 } from './labs/03-where.ts'
import { lab04 } from './labs/04-desired.ts'
import { lab05 } from './labs/05-node.ts'
import { lab06 } from './labs/06-request.ts'
import { lab07 } from './labs/07-sale-day.ts'
import { lab08 } from './labs/08-crash.ts'
import { lab09 } from './labs/09-version.ts'
import { lab10 } from './labs/10-settings.ts'
import { lab11 } from './labs/11-machine.ts'

export const labs: readonly Lab[] = [lab01, lab02, lab03, lab04, lab05, lab06, lab07, lab08, lab09, lab10, lab11]
