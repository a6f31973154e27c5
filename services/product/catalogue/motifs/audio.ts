import { ink, metal, metalDark, metalLight, paper, white, woodDark, woodLight } from '../colours.ts'
import { around, both, box, disc, each, type Motif, oval, ring, scaled, shape, stroke, turned } from '../shapes.ts'

const headphones: Motif = (c, variant) =>
  [
    variant === 2 ? both(shape('M112 128L108 66L168 92Z', c.main), shape('M120 118L119 84L150 98Z', c.accent)) : '',
    stroke('M92 232V196a108 108 0 0 1 216 0v36', variant === 3 ? ink : c.dark, 20),
    stroke('M100 190a100 100 0 0 1 200 0', variant === 3 ? c.main : c.light, 9),
    both(
      box(104, 204, 40, 112, c.deep, 20),
      variant === 2 ? disc(90, 260, 48, c.main) : box(58, 200, 58, 120, c.main, 29),
      variant === 2 ? disc(86, 260, 26, c.accent) + disc(78, 252, 7, white) : '',
      variant === 0 ? box(70, 222, 12, 76, c.accent, 6) : '',
      variant === 1 ? box(68, 216, 10, 88, c.light, 5) + disc(96, 298, 6, white) : '',
      variant === 3 ? each(5, (i) => box(66, 226 + i * 15, 40, 6, ink, 3)) : '',
    ),
    variant === 0 ? stroke('M86 320c0 40 60 10 60 40s40 12 40 -6', ink, 6) : '',
  ].join('')

const earbuds: Motif = (c, variant) =>
  [
    box(104, 216, 192, 112, c.dark, 46),
    box(104, 210, 192, 106, c.main, 46),
    shape('M112 214c0 -70 176 -70 176 0Z', c.light),
    box(112, 206, 176, 12, c.deep, 6),
    disc(200, 280, 7, c.accent),
    both(
      variant === 1 ? stroke('M122 96c-34 -30 -50 20 -34 62', c.accent, 11) : '',
      box(136, 104, 22, 84, variant === 1 ? c.main : white, 11),
      disc(142, 106, 31, variant === 1 ? c.main : white),
      oval(160, 112, 14, 19, variant === 1 ? c.accent : c.accentLight),
      disc(134, 98, 8, variant === 1 ? c.light : c.back),
    ),
  ].join('')

const speaker: Motif = (c, variant) => {
  const dots = (x: number, y: number, columns: number, rows: number, gap: number) =>
    each(rows, (row) =>
      stroke(`M${x} ${y + row * gap}h${columns * gap}`, c.deep, 4).replace('/>', ` stroke-dasharray="0 ${gap}"/>`),
    )
  if (variant === 0)
    return [
      stroke('M250 96c60 -50 90 40 40 70', c.accent, 12),
      box(122, 84, 156, 242, c.main, 40),
      box(122, 84, 156, 40, c.dark, 20),
      box(122, 290, 156, 36, c.dark, 18),
      dots(146, 146, 7, 9, 16),
      disc(176, 104, 6, c.light) + disc(200, 104, 6, c.light) + disc(224, 104, 6, c.accent),
    ].join('')
  if (variant === 1)
    return [
      oval(200, 318, 58, 12, c.deep),
      disc(200, 206, 116, c.main),
      disc(200, 206, 86, c.dark),
      each(3, (i) => ring(200, 206, 26 + i * 20, c.light, 4)),
      disc(200, 206, 14, c.accent),
      each(3, (i) => disc(160 + i * 40, 108 + (i === 1 ? -7 : 0), 9, white)),
      shape('M310 66c22 30 26 40 26 50a26 26 0 0 1 -52 0c0 -10 4 -20 26 -50Z', c.light),
      shape('M92 60c13 18 16 24 16 31a16 16 0 0 1 -32 0c0 -7 3 -13 16 -31Z', c.light),
    ].join('')
  return [
    shape('M132 326L158 268H242L268 326H246L230 290H170L154 326Z', '#d9aa58'),
    disc(200, 194, 118, c.main),
    shape('M82 194a118 118 0 0 0 236 0c-40 30 -196 30 -236 0Z', c.dark),
    stroke('M84 180c50 34 182 34 232 0', c.accent, 6),
    oval(156, 132, 34, 22, c.light),
    dots(128, 226, 9, 4, 16),
  ].join('')
}

const bookshelf: Motif = (c, variant) => {
  const driver = (x: number, y: number, radius: number) =>
    disc(x, y, radius, ink) +
    disc(x, y, radius * 0.8, '#4a4d5c') +
    disc(x, y, radius * 0.34, ink) +
    oval(x - radius * 0.1, y - radius * 0.12, radius * 0.13, radius * 0.1, metalLight)
  if (variant === 0)
    return both(
      box(66, 112, 118, 214, c.main, 8),
      box(66, 112, 14, 214, c.light, 6),
      box(82, 122, 92, 194, c.dark, 6),
      driver(128, 164, 24),
      driver(128, 252, 42),
    )
  return [
    stroke('M150 80c0 -34 100 -34 100 0', metalDark, 14),
    box(120, 74, 160, 250, c.main, 22),
    box(134, 90, 132, 218, ink, 14),
    ring(200, 152, 46, c.accent, 8) + driver(200, 152, 40),
    ring(200, 246, 52, c.accentLight, 8) + driver(200, 246, 46),
    both(disc(134, 326, 14, ink), disc(134, 326, 6, metal)),
  ].join('')
}

const soundbar: Motif = (c) =>
  [
    box(62, 92, 276, 150, ink, 10),
    shape('M72 102h256v130h-256Z', c.pale),
    shape('M72 232l86 -76 60 50 40 -32 70 58Z', c.accent),
    disc(278, 136, 18, white),
    box(40, 262, 250, 44, c.main, 14) + each(14, (i) => box(58 + i * 16, 272, 7, 24, c.deep, 3)),
    box(302, 232, 74, 94, c.dark, 10) + disc(339, 282, 26, ink) + disc(339, 282, 10, c.accent),
    box(40, 306, 250, 8, c.deep, 4),
  ].join('')

const vinyl = (x: number, y: number, radius: number, label: string) =>
  disc(x, y, radius, ink) +
  each(3, (i) => ring(x, y, radius * (0.58 + i * 0.14), '#474a5a', 2)) +
  disc(x, y, radius * 0.38, label) +
  disc(x, y, radius * 0.06, white)

const turntable: Motif = (c, variant) =>
  variant === 0
    ? [
        box(52, 120, 296, 206, woodDark, 14),
        box(52, 112, 296, 200, c.main, 14),
        box(64, 124, 272, 176, c.light, 8),
        vinyl(172, 212, 82, c.accent),
        stroke('M304 152L300 216L244 250', metalLight, 9),
        disc(304, 152, 20, metalDark) + disc(304, 152, 9, metalLight),
        box(228, 242, 30, 16, ink, 5),
        disc(302, 276, 12, c.accent),
      ].join('')
    : [
        shape('M84 190L100 70H300L316 190Z', c.dark),
        shape('M104 180L116 84H284L296 180Z', c.pale),
        both(disc(152, 132, 24, c.deep), disc(152, 132, 11, c.light)),
        box(60, 190, 280, 136, c.main, 16),
        shape('M72 196h256l-18 66h-220Z', c.light),
        `<g transform="translate(0 144) scale(1 .38)">${vinyl(184, 218, 76, c.accent)}</g>`,
        stroke('M292 208L276 236L232 240', metalLight, 7),
        both(box(96, 300, 26, 30, '#d9aa58', 4)),
        stroke('M168 300c0 26 64 26 64 0', c.deep, 9),
      ].join('')

const microphone: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M200 250V318', metalDark, 10),
        oval(200, 320, 66, 12, ink),
        stroke('M130 150v20a70 70 0 0 0 140 0v-20', metalDark, 9),
        box(152, 60, 96, 190, c.main, 46),
        box(152, 60, 96, 100, metal, 46),
        each(5, (i) => stroke(`M158 ${86 + i * 15}h84`, metalDark, 3)) +
          each(4, (i) => stroke(`M${173 + i * 18} 66v88`, metalDark, 3)),
        box(152, 152, 96, 12, c.accent),
        disc(200, 204, 16, c.deep) + disc(200, 204, 7, c.accent),
      ].join('')
    : turned(
        38,
        200,
        200,
        shape('M172 150h56l-12 190a16 16 0 0 1 -32 0Z', c.main),
        shape('M176 156h14l-6 180h-4Z', c.light),
        disc(200, 104, 58, metal),
        each(6, (i) => stroke(`M${152 + i * 19} 78v52`, metalDark, 3)) +
          each(4, (i) => stroke(`M148 ${84 + i * 14}h104`, metalDark, 3)),
        box(160, 142, 80, 18, c.accent, 9),
        box(192, 196, 16, 34, ink, 8) + disc(200, 206, 6, metalLight),
      )

const radio: Motif = (c, variant) =>
  variant === 0
    ? [
        both(box(96, 304, 26, 24, woodDark, 4)),
        box(58, 130, 284, 184, c.main, 44),
        box(76, 148, 248, 148, c.light, 30),
        disc(152, 222, 60, c.accent) + each(4, (i) => ring(152, 222, 14 + i * 13, paper, 3)),
        box(232, 166, 76, 54, paper, 10) + stroke('M244 204h52M258 176v20', c.accent, 4),
        disc(250, 260, 18, c.accent) + disc(296, 260, 18, c.accent) + stroke('M250 260v-12M296 260l9 -8', paper, 4),
      ].join('')
    : [
        stroke('M286 138L352 34', metalDark, 6) + disc(352, 34, 7, metal),
        stroke('M96 140v-30q0 -12 12 -12h184q12 0 12 12v30', ink, 12),
        box(52, 136, 296, 190, c.main, 18),
        box(66, 150, 150, 162, c.dark, 10),
        each(8, (i) => box(80, 164 + i * 18, 122, 8, ink, 4)),
        box(230, 152, 104, 52, paper, 6) +
          each(7, (i) => box(240 + i * 13, 164, 3, i % 2 ? 14 : 24, ink)) +
          box(282, 156, 4, 44, c.accent),
        disc(282, 262, 42, ink) + disc(282, 262, 32, metalDark) + disc(296, 246, 7, metalLight),
      ].join('')

const cassette: Motif = (c) =>
  [
    stroke('M300 150c70 -10 30 110 70 130', ink, 5),
    box(66, 92, 250, 234, c.dark, 26),
    box(66, 84, 250, 234, c.main, 26),
    box(90, 108, 202, 132, c.pale, 14),
    box(108, 126, 166, 96, ink, 10) + box(122, 138, 138, 36, c.accent, 4),
    disc(156, 196, 17, paper) + disc(226, 196, 17, paper) + disc(156, 196, 7, ink) + disc(226, 196, 7, ink),
    each(4, (i) => box(92 + i * 52, 262, 42, 34, i === 0 ? c.accent : paper, 8)),
    shape('M214 270l14 9 -14 9Z', ink) +
      box(262, 271, 5, 16, ink) +
      box(271, 271, 5, 16, ink) +
      disc(114, 279, 6, paper) +
      box(155, 272, 14, 14, ink, 2),
  ].join('')

const synth: Motif = (c, variant) => {
  const keys = (x: number, y: number, count: number, width: number, height: number) =>
    each(count, (i) => box(x + i * width, y, width - 2, height, white, 3)) +
    each(count - 1, (i) =>
      i % 7 === 2 || i % 7 === 6 ? '' : box(x + i * width + width * 0.68, y, width * 0.58, height * 0.6, ink, 2),
    )
  return variant === 0
    ? [
        box(42, 150, 316, 170, c.dark, 18),
        box(42, 142, 316, 170, c.main, 18),
        each(
          8,
          (i) =>
            disc(80 + (i % 4) * 38, 174 + Math.floor(i / 4) * 36, 13, c.accent) +
            stroke(`M${80 + (i % 4) * 38} ${174 + Math.floor(i / 4) * 36}l${(i % 3) * 4 - 4} -9`, white, 3),
        ),
        box(238, 160, 102, 54, ink, 8) + stroke('M248 188c10 -40 18 40 28 0s18 40 28 0 16 -18 26 0', c.light, 4),
        keys(58, 236, 12, 23.8, 66),
      ].join('')
    : [
        stroke('M104 240L132 324M296 240L268 324M120 290H280', metalDark, 12),
        shape('M150 116h100v64h-100Z', paper) +
          stroke('M200 118v60M162 134h26M162 146h26M162 158h20M212 134h26M212 146h26', metal, 3),
        box(30, 172, 340, 78, c.main, 10),
        box(30, 172, 340, 22, c.dark, 10) +
          disc(62, 184, 6, c.accent) +
          each(4, (i) => disc(300 + i * 15, 184, 4, c.light)),
        keys(40, 200, 20, 16, 44),
      ].join('')
}

const guitar: Motif = (c, variant) =>
  turned(
    32,
    200,
    200,
    box(188, 12, 24, 190, woodDark, 3),
    each(7, (i) => box(188, 66 + i * 18, 24, 3, metalLight)),
    shape('M180 -18h40l-4 44h-32Z', c.deep) +
      each(2, (i) => disc(174, -6 + i * 18, 6, metal) + disc(226, -6 + i * 18, 6, metal)),
    shape(
      'M200 168c-50 -16 -78 24 -64 62c8 22 -40 34 -32 92c6 44 50 54 96 54s90 -10 96 -54c8 -58 -40 -70 -32 -92c14 -38 -14 -78 -64 -62Z',
      c.dark,
    ),
    `<g transform="translate(200 272) scale(.9) translate(-200 -272)">${shape('M200 168c-50 -16 -78 24 -64 62c8 22 -40 34 -32 92c6 44 50 54 96 54s90 -10 96 -54c8 -58 -40 -70 -32 -92c14 -38 -14 -78 -64 -62Z', variant ? woodLight : c.main)}</g>`,
    variant ? shape('M236 262c30 6 26 52 -4 62Z', c.dark) : '',
    disc(200, 252, 31, variant ? c.main : c.accent) + disc(200, 252, 24, ink),
    box(164, 324, 72, 14, c.accentDark, 5),
    each(4, (i) => stroke(`M${191 + i * 6} 10V328`, paper, 1.5)),
  )

const metronome: Motif = (c) =>
  [
    shape('M166 66h68l56 260h-180Z', c.dark),
    shape('M172 76h56l38 190h-132Z', woodLight),
    each(6, (i) => stroke(`M${182 - i * 4} ${116 + i * 24}h14`, woodDark, 3)),
    turned(16, 200, 262, box(197, 66, 6, 200, metalDark, 3), shape('M182 108h36l-6 32h-24Z', '#d9aa58')),
    shape('M127 262h146l14 64h-174Z', c.main),
    disc(200, 294, 14, '#d9aa58') + both(box(112, 322, 24, 8, ink, 3)),
  ].join('')

const interfaceBox: Motif = (c) => {
  const knob = (x: number, y: number, radius: number, degrees: number) => {
    const [toX, toY] = around(x, y, radius * 0.8, degrees)
    return (
      disc(x, y + 4, radius, c.deep) +
      disc(x, y, radius, metal) +
      disc(x, y, radius * 0.72, metalLight) +
      stroke(`M${x} ${y}L${toX} ${toY}`, ink, 4)
    )
  }
  return [
    stroke('M92 262c-50 10 -20 70 -70 70', ink, 9),
    box(50, 136, 300, 176, c.dark, 18) + box(50, 128, 300, 174, c.main, 18),
    box(64, 142, 272, 146, c.accent, 10),
    both(
      disc(104, 236, 31, ink),
      disc(104, 236, 24, metalDark),
      disc(104, 224, 4, ink),
      disc(94, 244, 4, ink),
      disc(114, 244, 4, ink),
    ),
    knob(104, 176, 19, -40) + knob(164, 176, 19, 30) + knob(262, 186, 32, 60),
    each(5, (i) => box(150 + i * 15, 246, 9, 22, i < 3 ? '#7ed08a' : i === 3 ? '#f5c84c' : '#e4572e', 3)),
  ].join('')
}

export const audioMotifs: Readonly<Record<string, Motif>> = {
  headphones,
  earbuds,
  speaker,
  bookshelf,
  soundbar,
  turntable,
  microphone,
  radio,
  cassette,
  synth,
  guitar: (c, variant) =>
    scaled(0.82, guitar(c, variant)).replace('rotate(32 200 200)', `rotate(${variant ? -32 : 32} 200 200)`),
  metronome,
  interface: interfaceBox,
}
