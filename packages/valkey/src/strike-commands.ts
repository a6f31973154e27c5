import { failpoint } from '@saleday/chassis/failpoint'
import type { Command, Redis } from 'ioredis'

/** Commands that change nothing. All others have a failpoint. */
const reading = new Set(
  'auth client command config echo exists get getbuffer hello hgetall info ping quit readonly select ttl'.split(' '),
)

/** In a process whose failpoints are armed: each command that writes is one, a function by its own name. */
export function strikeCommands(redis: Redis): void {
  const send = redis.sendCommand.bind(redis)
  // A command that waited for the connection comes a second time.
  const seen = new WeakSet<Command>()
  redis.sendCommand = (command, stream) => {
    if (reading.has(command.name.toLowerCase()) || seen.has(command)) return send(command, stream)
    seen.add(command)
    return failpoint(
      `valkey.${nameOf(command)}`,
      async () => send(command, stream),
      () => new Error('Connection is closed.'),
    )
  }
}

/** Functions carry their library's name and its hash before their own. */
function nameOf({ name, args }: Command): string {
  return name === 'fcall' ? String(args[0]).replace(/^\w+?_[0-9a-f]{12}_/, '') : name
}
