import { startPostgres } from '../src/postgres-server.ts'
import { startValkey } from '../src/valkey-server.ts'

/** A program that starts a server, says so and stays, to be killed by tests. */
const [kind, options = '{}'] = process.argv.slice(2)
const server = kind === 'postgres' ? await startPostgres(JSON.parse(options)) : await startValkey(JSON.parse(options))
console.log(server.pid)
setInterval(() => undefined, 60_000)
