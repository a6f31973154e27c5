import { startTestServers, type TestServers } from './test-servers.ts'

/** For `node --test --test-global-setup`: real servers for a run of tests, which are also stopped after Ctrl-C. */

let servers: TestServers | undefined

export async function globalSetup(): Promise<void> {
  servers = await startTestServers((line) => console.error(line))
}

export async function globalTeardown(): Promise<void> {
  await servers?.stop()
}
