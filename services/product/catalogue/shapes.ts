/** The few SVG elements that all pictures are made of. The canvas is 400 by 400; things stand on y = 326. */

export const floor = 326

const shortNumber = (value: number) => String(Math.round(value * 10) / 10)
const attributes = (names: string, values: readonly number[]) =>
  names
    .split(' ')
    .map((name, at) => `${name}="${shortNumber(values[at] ?? 0)}"`)
    .join(' ')

export const box = (x: number, y: number, width: number, height: number, fill: string, radius = 0) =>
  `<rect ${attributes('x y width height', [x, y, width, height])}${radius ? ` rx="${shortNumber(radius)}"` : ''} fill="${fill}"/>`

export const disc = (x: number, y: number, radius: number, fill: string) =>
  `<circle ${attributes('cx cy r', [x, y, radius])} fill="${fill}"/>`

export const oval = (x: number, y: number, rx: number, ry: number, fill: string) =>
  `<ellipse ${attributes('cx cy rx ry', [x, y, rx, ry])} fill="${fill}"/>`

export const shape = (path: string, fill: string) => `<path d="${path}" fill="${fill}"/>`

export const stroke = (path: string, colour: string, width: number) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`

/** A circle's line. */
export const ring = (x: number, y: number, radius: number, colour: string, width: number) =>
  `<circle ${attributes('cx cy r', [x, y, radius])} fill="none" stroke="${colour}" stroke-width="${width}"/>`

/** The parts, turned by degrees around a point. */
export const turned = (degrees: number, x: number, y: number, ...parts: string[]) =>
  `<g transform="rotate(${shortNumber(degrees)} ${shortNumber(x)} ${shortNumber(y)})">${parts.join('')}</g>`

export const moved = (x: number, y: number, ...parts: string[]) =>
  `<g transform="translate(${shortNumber(x)} ${shortNumber(y)})">${parts.join('')}</g>`

/** The parts made larger or smaller, the middle of the floor staying where it is. */
export const scaled = (factor: number, ...parts: string[]) =>
  `<g transform="translate(200 ${floor}) scale(${factor}) translate(-200 -${floor})">${parts.join('')}</g>`

/** The parts, and the same seen in a mirror that stands in the middle of the canvas. */
export const both = (...parts: string[]) =>
  `${parts.join('')}<g transform="translate(400 0) scale(-1 1)">${parts.join('')}</g>`

/** One part for each whole number below `count`. */
export const each = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join('')

/** The place at an angle (degrees, 0 = up, clockwise) and a distance from a middle. */
export const around = (x: number, y: number, radius: number, degrees: number): readonly [number, number] => {
  const radians = ((degrees - 90) * Math.PI) / 180
  return [x + radius * Math.cos(radians), y + radius * Math.sin(radians)]
}

/** Draws one kind of thing. `variant` chooses between its models. */
export type Motif = (colours: import('./colours.ts').Colours, variant: number) => string
