import { testCards } from '@saleday/local/test-cards'
import { checkAddonsDir } from './addon-manifest.ts'
import { bringUp } from './bring-up.ts'
import { checkTools } from './check-tools.ts'
import { cli } from './cli.ts'
import { lockKind } from './lock.ts'
import { welcome } from './welcome.ts'

/** `npm run kind:up`: a kind cluster with the shop in it, from nothing or from whatever is there. */
await cli('kind:up', async ({ options, run, steps, write }) => {
  checkAddonsDir(options.addonsDir)
  await checkTools(run, ['docker', 'buildx', 'kind', 'kubectl'])
  const lock = await lockKind('kind:up', steps.say)
  try {
    const port = await bringUp({ options, run, steps, lock })
    const { demoCustomer } = await import('@saleday/auth/seed-demo-customer')
    const seconds = steps.seconds()
    write(welcome({ cluster: options.name, port, seconds, customer: demoCustomer, cards: testCards }))
    return 0
  } finally {
    lock.release()
  }
})
