import { createHash } from 'node:crypto'
import { type Colours, coloursOf } from './colours.ts'
import { audioMotifs } from './motifs/audio.ts'
import { bagMotifs } from './motifs/bags.ts'
import { bookMotifs } from './motifs/books.ts'
import { gardenMotifs } from './motifs/garden.ts'
import { homeMotifs } from './motifs/home.ts'
import { kitchenMotifs } from './motifs/kitchen.ts'
import { outdoorMotifs } from './motifs/outdoor.ts'
import { toyMotifs } from './motifs/toys.ts'
import { box, disc, floor, type Motif, oval, shape } from './shapes.ts'

/** What a product's picture shows: a thing, which model of it, and in which colours. */
export type Picture = { motif: string; variant: number; palette: string }

const motifs: Readonly<Record<string, Motif>> = {
  ...audioMotifs,
  ...bagMotifs,
  ...bookMotifs,
  ...gardenMotifs,
  ...homeMotifs,
  ...kitchenMotifs,
  ...outdoorMotifs,
  ...toyMotifs,
}

/** The picture as SVG. The scene behind the thing follows from the seed, so the same product always looks the same. */
export function drawPicture(seed: string, picture: Picture): string {
  const motif = motifs[picture.motif]
  if (!motif) throw new Error(`There is no motif ${picture.motif}; there are ${Object.keys(motifs).join(', ')}`)
  const colours = coloursOf(picture.palette)
  const content = scene(colours, createHash('sha256').update(seed).digest()) + motif(colours, picture.variant)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400">${content}</svg>\n`
}

/** A backdrop, a floor and a shadow. */
function scene(c: Colours, random: Buffer): string {
  const [kind = 0, place = 0] = random
  const x = 150 + (place % 100)
  const backdrop = [
    disc(200, 190, 158, c.glow),
    box(56, 40, 288, 300, c.glow, 144),
    shape('M0 250C90 180 150 300 230 230S350 130 400 190V400H0Z', c.glow),
    disc(x, 120 + (place % 60), 120, c.glow) + disc(400 - x, 230, 90, c.glow),
    shape('M40 330C-10 190 60 60 190 52S390 130 372 250S90 430 40 330Z', c.glow),
  ][kind % 5]
  return `${box(0, 0, 400, 400, c.back)}${backdrop}${oval(200, floor + 4, 150, 14, '#1b1c3322')}`
}
