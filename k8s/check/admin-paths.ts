import { adminApp } from '@saleday/chassis/admin-app'
import { Registry } from 'prom-client'

/** The paths that every server answers on its admin port, from the server's own code. */
export function adminPaths(): string[] {
  const chassis = { name: 'order', log: {}, metrics: new Registry() } as unknown as Parameters<typeof adminApp>[0]
  const app = adminApp(
    chassis,
    () => 'starting',
    () => undefined,
  )
  const { stack } = app.router as unknown as { stack: { route?: { path: string } }[] }
  return stack.flatMap(({ route }) => route?.path ?? [])
}
