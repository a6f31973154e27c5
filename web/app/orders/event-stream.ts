export type ServerSentEvent = { event: string; data: string }

/**
 * Server-sent events as they come (WHATWG HTML, section 9.2). The browser's own EventSource cannot send a token. Ids and
 * `retry` are not needed here: each event holds the whole order.
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let event = ''
  let data: string[] = []
  for await (const line of linesOf(chunks)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') }
      event = ''
      data = []
      continue
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line)!
    if (name === 'event') event = value!
    if (name === 'data') data.push(value!)
  }
}

/** Lines that are whole; what comes after the last end of line is not. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true })
    // A carriage return at the end may be half of an end of line.
    const end = rest.endsWith('\r') ? rest.length - 1 : rest.length
    const lines = rest.slice(0, end).split(/\r\n|\r|\n/)
    rest = lines.pop()! + rest.slice(end)
    yield* lines
  }
}
