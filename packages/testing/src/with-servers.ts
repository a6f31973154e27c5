import { spawn } from 'node:child_process'
import { startTestServers } from './test-servers.ts'

/** `node with-servers.ts -- <command>`: starts the test servers once, runs the command, stops them. */

const command = process.argv.slice(process.argv.indexOf('--') + 1)
const [program] = command
if (!process.argv.includes('--') || program === undefined) {
  console.error('Usage: node with-servers.ts -- <command> [arguments…]')
  process.exit(2)
}

let child: ReturnType<typeof spawn> | undefined
let interrupted: NodeJS.Signals | undefined
// Ctrl-C reaches the command by itself: we stay until it has ended, and then stop the servers.
process.on('SIGINT', () => {
  interrupted = 'SIGINT'
})
process.on('SIGTERM', () => {
  interrupted = 'SIGTERM'
  child?.kill('SIGTERM')
})

const servers = await startTestServers((line) => console.error(line)).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
try {
  process.exitCode = interrupted ? 1 : await run(program, command.slice(1))
} finally {
  await servers.stop()
}

function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    child = spawn(program, args, { stdio: 'inherit' })
    child.once('error', (error) => {
      console.error(`${program} cannot be run: ${error.message}`)
      resolve(127)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
