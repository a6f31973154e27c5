/** The colours that one picture is drawn in. Shades are derived, so that a palette is three decisions. */
export type Colours = Readonly<
  Record<
    'back' | 'glow' | 'main' | 'dark' | 'deep' | 'light' | 'pale' | 'accent' | 'accentDark' | 'accentLight',
    string
  >
>

// back, main, accent
const palettes: Readonly<Record<string, readonly [string, string, string]>> = {
  brick: ['#f5dfd3', '#a8452f', '#e9b872'],
  charcoal: ['#e6e2dc', '#3b3a40', '#e4572e'],
  cherry: ['#f9dfdd', '#c42a3d', '#2f3150'],
  coral: ['#fde3d7', '#e8604c', '#2f4858'],
  cream: ['#c9d6c4', '#efe3c8', '#b5563b'],
  forest: ['#dfeeda', '#3c7a4e', '#d98e4a'],
  lilac: ['#e8e3fa', '#8f7fd6', '#f2849e'],
  mint: ['#d9f2e8', '#49ac8e', '#f6b94a'],
  mustard: ['#fcedc4', '#e0a526', '#7a4b2a'],
  night: ['#d3d8ee', '#2c3360', '#f5c84c'],
  ocean: ['#d3ebf3', '#1f7a9c', '#f2b134'],
  olive: ['#edeecf', '#7d8536', '#c75d3a'],
  peach: ['#ffe8d6', '#f4915f', '#3f7d8c'],
  plum: ['#ecdcf2', '#7b4b94', '#f0a04b'],
  rose: ['#fbe0e8', '#d4577f', '#4f8f7b'],
  sand: ['#f3e7d3', '#c49a6c', '#4f7690'],
  sky: ['#dbeafb', '#4a8fd9', '#fdc84c'],
  slate: ['#dfe6ee', '#44566c', '#ef7f5a'],
  snow: ['#bfd0e0', '#f4f6f8', '#3d6fb0'],
  teal: ['#d3eeec', '#1f8a86', '#f28d6b'],
}

/** Colours that things have whatever the palette says. */
export const ink = '#2a2d3a'
export const white = '#ffffff'
export const paper = '#fbf7ee'
export const wood = '#c89258'
export const woodDark = '#a06f3c'
export const woodLight = '#e0b480'
export const metal = '#c5ccd3'
export const metalDark = '#8b95a1'
export const metalLight = '#e6eaee'
export const leaf = '#4f9a5b'
export const leafDark = '#33713f'
export const leafLight = '#86c17e'
export const soil = '#6b4a35'
export const terracotta = '#cf7650'

export function coloursOf(palette: string): Colours {
  const found = palettes[palette]
  if (!found) throw new Error(`There is no palette ${palette}; there are ${Object.keys(palettes).join(', ')}`)
  const [back, main, accent] = found
  return {
    back,
    glow: mix(back, white, 0.55),
    main,
    dark: mix(main, '#1b1c33', 0.24),
    deep: mix(main, '#1b1c33', 0.46),
    light: mix(main, white, 0.28),
    pale: mix(main, white, 0.62),
    accent,
    accentDark: mix(accent, '#1b1c33', 0.26),
    accentLight: mix(accent, white, 0.4),
  }
}

/** The colour that lies `share` of the way from one to the other. */
function mix(from: string, to: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  const mixed = [1, 3, 5].map((at) => Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
