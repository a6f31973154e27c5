import { parseArgs } from 'node:util'
import { openCommand } from './open-command.ts'
import { rotateKeysNow } from './rotate-keys.ts'
import { leadSeconds } from './signing-key.ts'

/** Makes a new signing key now: `DATABASE_URL=… SIGNING_KEY_SECRET=… node src/rotate-signing-key.ts [--compromised]` */
const { values } = parseArgs({ options: { compromised: { type: 'boolean', default: false } } })

await openCommand(async ({ pool, encryption }) => {
  const kid = await rotateKeysNow(pool, encryption, values)
  console.log(
    values.compromised
      ? `The key ${kid} signs from now on. All older keys are withdrawn; their access tokens are refused.`
      : `The key ${kid} is published, and signs in ${leadSeconds / 60} minutes.`,
  )
})
