/**
 * Reads the answers of one connection on which no request is sent before the last answer has been read. Knows no more of
 * HTTP than that takes, so that what measures costs little beside what is measured.
 * @throws for an answer whose length is not given, and for bytes that nobody asked for
 */
export function answerReader(onAnswer: (status: number, lastBytes: Buffer) => void): (chunk: Buffer) => void {
  let head: Buffer | undefined
  let missing = 0
  let status = 0

  function take(bytes: number, chunk: Buffer): void {
    missing -= bytes
    if (missing < 0) throw new Error('the server sent more than one answer to a request')
    if (missing === 0) onAnswer(status, chunk)
  }

  return (chunk) => {
    if (missing > 0) return take(chunk.byteLength, chunk)
    const bytes = head === undefined ? chunk : Buffer.concat([head, chunk])
    const end = bytes.indexOf('\r\n\r\n')
    head = end < 0 ? bytes : undefined
    if (end < 0) return
    const text = bytes.toString('latin1', 0, end)
    status = Number(text.slice(9, 12))
    missing = lengthOf(text, status)
    take(bytes.byteLength - end - 4, bytes)
  }
}

function lengthOf(head: string, status: number): number {
  if (status === 204 || status === 304) return 0
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without a content-length cannot be read here:\n${head}`)
  return Number(length)
}
