const levelsOfNote = /"level":"(?:warn|error|fatal)"/

type LogLine = {
  level: string
  msg?: string
  err?: { message?: string; code?: string }
  req?: { method?: string; url?: string }
  method?: string
  route?: string
  status?: number
  requestId?: string
}

/** One line of a service's log, short, for the terminal. Undefined: below a warning, and not all are asked for. */
export function showLogLine(service: string, line: string, all: boolean): string | undefined {
  if (line === '' || !(all || levelsOfNote.test(line))) return undefined
  const name = service.padEnd(8)
  const parsed = parse(line)
  if (!parsed) return all ? `${name} ${line}` : undefined
  const { level, msg, err, method, route, status, requestId } = parsed
  const request =
    method === undefined ? '' : ` ${[method, route, status].filter((part) => part !== undefined).join(' ')}`
  const cause = err?.message === undefined ? '' : `: ${err.message.split('\n')[0]}`
  return `${name} ${level.padEnd(5)} ${msg ?? ''}${request}${cause}${requestId === undefined ? '' : ` [${requestId}]`}`
}

function parse(line: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && typeof (value as LogLine).level === 'string'
      ? (value as LogLine)
      : undefined
  } catch {
    return undefined
  }
}
