/** What a terminal offers: `process.stdout` is one. */
export type Terminal = {
  write(text: string): unknown
  readonly columns?: number
  readonly rows?: number
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

export type Screen = {
  /** Shows these lines in the place of the ones before. */
  draw(lines: readonly string[]): void
  /** A line that stays, above those that change. */
  print(text: string): void
  /** Leaves what is there, and gives the cursor back. */
  end(): void
}

const csi = '\x1b['
const hideCursor = `${csi}?25l`
const showCursor = `${csi}?25h`
/** A line that is too long is cut by the terminal instead of taking a second row, which would spoil the count of rows. */
const wrapOff = `${csi}?7l`
const wrapOn = `${csi}?7h`
/** Terminals that know these show all between them at once; others ignore them. */
const beginFrame = `${csi}?2026h`
const endFrame = `${csi}?2026l`
const clearRow = `${csi}K`
const clearBelow = `${csi}J`
const clearScreen = `${csi}2J${csi}H`

/** Draws lines in place: rows are overwritten, never cleared first, so that nothing flickers. */
export function liveScreen(out: Terminal): Screen {
  let drawn = 0
  let lines: readonly string[] = []
  let resized = false
  let ended = false
  const onResize = (): void => {
    resized = true
  }
  out.on('resize', onResize)
  // However this process ends, save by SIGKILL, the terminal is handed back as it was.
  process.once('exit', end)
  out.write(hideCursor)

  function toTop(): string {
    // After a change of width nobody knows how many rows the old lines take.
    if (resized) return clearScreen
    return drawn === 0 ? '\r' : `\r${csi}${drawn}A`
  }

  function frame(above: string): void {
    const fitting = lines.slice(0, Math.max(1, (out.rows ?? 24) - 1))
    const body = fitting.map((line) => `${line}${clearRow}\n`).join('')
    out.write(`${beginFrame}${wrapOff}${toTop()}${above}${body}${clearBelow}${wrapOn}${endFrame}`)
    drawn = fitting.length
    resized = false
  }

  function end(): void {
    if (ended) return
    ended = true
    out.off('resize', onResize)
    process.off('exit', end)
    out.write(`${wrapOn}${showCursor}`)
  }

  return {
    draw(next) {
      if (ended) return
      lines = next
      frame('')
    },
    print(text) {
      if (ended) out.write(`${text}\n`)
      // What stays may be as long as it likes: it is wrapped, and not counted again.
      else frame(`${clearBelow}${wrapOn}${text}\n${wrapOff}`)
    },
    end,
  }
}
