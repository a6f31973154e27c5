import {
  ink,
  leaf,
  leafDark,
  leafLight,
  metal,
  metalDark,
  paper,
  terracotta,
  white,
  wood,
  woodDark,
  woodLight,
} from '../colours.ts'
import { around, both, box, disc, each, type Motif, oval, ring, shape, stroke, turned } from '../shapes.ts'

const brass = '#d9aa58'
const warm = '#fff0bd'

const tablelamp: Motif = (c, variant) => {
  if (variant === 1)
    return [
      disc(116, 236, 74, '#fff0bd77'),
      stroke('M236 312L286 190L172 96', c.dark, 13) + disc(286, 190, 15, brass) + disc(172, 98, 12, brass),
      turned(
        38,
        150,
        130,
        shape('M120 80h60c30 30 44 70 44 104h-148c0 -34 14 -74 44 -104Z', c.main),
        shape('M126 84h20c-24 30 -36 66 -36 98h-32c0 -34 14 -72 48 -98Z', c.light),
        oval(150, 184, 74, 16, warm),
      ),
      oval(236, 320, 74, 13, c.deep) + oval(236, 312, 74, 13, c.main) + disc(276, 310, 6, c.accent),
    ].join('')
  if (variant === 2)
    return [
      disc(200, 170, 150, '#fff0bd66'),
      box(192, 180, 16, 40, brass) +
        disc(200, 270, 66, c.main) +
        oval(176, 246, 22, 16, c.light) +
        box(160, 314, 80, 14, c.dark, 6),
      shape('M142 72h116l44 120h-204Z', paper) +
        shape('M142 72h24l-34 120h-34Z', white) +
        stroke('M98 190h204M142 74h116', c.accent, 7),
      stroke('M262 300c50 0 40 30 90 26', c.accent, 5),
    ].join('')
  return [
    disc(200, 168, 154, '#fff0bd88'),
    disc(200, 168, 112, c.pale),
    both(each(4, (i) => stroke(`M200 56C${190 - i * 36} 90 ${190 - i * 36} 246 200 280`, c.light, 3))) +
      each(3, (i) =>
        stroke(
          `M${104 - (i === 1 ? 14 : 0)} ${120 + i * 50}Q200 ${136 + i * 50} ${296 + (i === 1 ? 14 : 0)} ${120 + i * 50}`,
          c.light,
          3,
        ),
      ),
    shape('M166 276h68l10 16h-88Z', c.main) + stroke('M172 290L146 324M228 290L254 324M200 290V324', wood, 13),
  ].join('')
}

const floorlamp: Motif = (c, variant) =>
  variant === 0
    ? [
        shape('M84 150h108l46 176h-210Z', '#fff0bd66'),
        stroke('M310 316C330 60 180 10 138 92', c.main, 9),
        shape('M84 150a54 54 0 0 1 108 0Z', c.accent) + oval(138, 150, 54, 12, warm),
        box(262, 306, 94, 22, paper, 8) + stroke('M276 316q20 -10 36 0t32 -4', metal, 3),
      ].join('')
    : [
        disc(200, 110, 130, '#fff0bd77'),
        stroke('M200 172L132 324M200 172L268 324M200 172V318', woodLight, 13) + stroke('M160 262H240', woodDark, 6),
        box(116, 52, 168, 112, c.main, 14) +
          box(116, 52, 168, 14, c.accent, 6) +
          box(116, 150, 168, 14, c.accent, 6) +
          each(5, (i) => stroke(`M${138 + i * 31} 72v72`, c.dark, 2)),
        stroke('M262 164v46', ink, 3) + disc(262, 214, 7, brass),
      ].join('')

const cushion: Motif = (c, variant) => {
  const outline =
    'M84 96Q200 116 316 96Q336 84 334 108Q314 210 334 310Q336 332 314 324Q200 304 86 324Q62 332 66 310Q86 210 66 108Q64 86 84 96Z'
  const pattern = [
    each(6, (i) =>
      box(
        50,
        106 + i * 38,
        300,
        [18, 8, 24, 8, 18, 10][i] ?? 10,
        [c.accent, c.pale, c.light, c.accent, c.pale, c.dark][i] ?? c.dark,
      ),
    ),
    each(25, (i) => {
      const x = 104 + (i % 5) * 48 + (Math.floor(i / 5) % 2) * 10
      const y = 130 + Math.floor(i / 5) * 40
      return disc(x, y, 10, i % 4 ? white : c.accent) + disc(x, y, 4, i % 4 ? c.accent : white)
    }),
    each(6, (i) => stroke(`M50 ${130 + i * 36}${each(8, () => 'l19 -22l19 22')}`, i % 2 ? c.accent : c.pale, 9)),
  ][variant]
  return [
    `<clipPath id="c"><path d="${outline}"/></clipPath>`,
    `<g clip-path="url(#c)">${box(50, 80, 300, 260, c.main)}${pattern}${shape('M330 96c-60 80 -60 160 0 240h30V96Z', '#1b1c3318')}</g>`,
    variant === 2 ? both(disc(90, 120, 8, brass)) : '',
    variant === 0 ? both(disc(78, 104, 12, c.accent), disc(78, 316, 12, c.accent)) : '',
  ].join('')
}

const blanket: Motif = (c, variant) =>
  variant === 0
    ? [
        each(3, (i) => box(66, 190 + i * 46, 268, 44, i % 2 ? c.light : c.main, 22)),
        box(66, 144, 268, 50, c.main, 25),
        shape('M190 144h110v150h-110Z', c.dark) +
          each(3, (i) => box(190, 164 + i * 38, 110, 10, c.accentLight)) +
          each(8, (i) => stroke(`M${196 + i * 14} 294v22`, c.accent, 4)),
        each(3, (i) => stroke(`M84 ${234 + i * 46}h90`, c.deep, 3)),
      ].join('')
    : [
        box(96, 70, 208, 14, woodDark, 6) +
          both(stroke('M104 76V324', woodLight, 11)) +
          stroke('M104 210H296', woodLight, 9),
        shape('M118 64h164q10 0 10 12v206h-184v-206q0 -12 10 -12Z', c.main),
        each(6, (i) => each(5, (j) => box(118 + j * 35, 82 + i * 32, 25, 22, (i + j) % 2 ? c.light : c.pale, 5))),
        box(108, 270, 184, 14, c.accent) + each(12, (i) => stroke(`M${114 + i * 15.6} 284v14`, c.main, 4)),
      ].join('')

const vase: Motif = (c, variant) => {
  if (variant === 1)
    return [
      stroke(
        'M196 176C190 130 170 110 150 84M204 176C206 130 216 100 216 70M208 176C220 140 240 130 262 116',
        leafDark,
        5,
      ),
      [
        [148, 78, c.accent],
        [216, 62, c.main],
        [266, 110, '#f6cd5b'],
      ]
        .map(
          ([x, y, fill]) =>
            each(6, (i) => {
              const [px, py] = around(Number(x), Number(y), 17, i * 60)
              return disc(px, py, 12, String(fill))
            }) + disc(Number(x), Number(y), 9, paper),
        )
        .join(''),
      box(178, 166, 44, 40, c.dark, 8) +
        disc(200, 250, 78, c.main) +
        oval(168, 222, 24, 18, c.light) +
        shape('M128 282a78 78 0 0 0 144 0q-72 26 -144 0Z', c.dark),
    ].join('')
  if (variant === 2)
    return [
      each(
        7,
        (i) =>
          stroke(`M200 150Q${190 + i * 4} 110 ${120 + i * 27} ${60 + Math.abs(i - 3) * 12}`, '#c9a45c', 4) +
          oval(120 + i * 27, 54 + Math.abs(i - 3) * 12, 8, 22, i % 2 ? '#e3c987' : '#d2ad66'),
      ),
      both(stroke('M172 150c-54 -6 -60 50 -34 70', c.dark, 12)),
      shape('M168 132h64l-6 34c60 30 74 74 26 140l-8 20h-88l-8 -20c-48 -66 -34 -110 26 -140Z', c.main) +
        shape('M178 136h14l-4 36c-50 40 -56 80 -16 146c-60 -60 -58 -116 2 -150Z', c.light),
      box(160, 124, 80, 14, c.dark, 6) + stroke('M134 232h132M132 252h136', c.accent, 5),
    ].join('')
  return [
    stroke('M200 150C190 110 230 90 214 40M206 120C240 110 250 90 262 84M200 134C170 120 160 100 146 96', woodDark, 6),
    [
      [214, 40],
      [222, 72],
      [262, 84],
      [240, 98],
      [146, 96],
      [170, 112],
      [204, 100],
    ]
      .map(
        ([x = 0, y = 0], i) =>
          each(5, (j) => {
            const [px, py] = around(x, y, 8, j * 72)
            return disc(px, py, 7, i % 2 ? '#f7c4d4' : '#ee9fb9')
          }) + disc(x, y, 4, '#f6cd5b'),
      )
      .join(''),
    shape('M176 144h48c0 60 40 70 40 130c0 30 -14 52 -30 52h-68c-16 0 -30 -22 -30 -52c0 -60 40 -70 40 -130Z', c.main),
    shape('M136 264q32 26 64 6t64 4c0 30 -14 52 -30 52h-68c-16 0 -30 -22 -30 -62Z', c.light) +
      stroke('M160 220c8 -20 20 -30 26 -60', c.pale, 7),
    oval(200, 144, 26, 7, c.deep),
  ].join('')
}

const candle: Motif = (c, variant) => {
  const flame = (x: number, y: number) =>
    disc(x, y - 14, 40, '#fff0bd88') +
    shape(`M${x} ${y - 44}c22 28 18 46 0 48c-18 -2 -22 -20 0 -48Z`, '#f7b733') +
    shape(`M${x} ${y - 20}c9 12 8 20 0 22c-8 -2 -9 -10 0 -22Z`, white) +
    stroke(`M${x} ${y}v10`, ink, 4)
  return variant === 0
    ? [
        box(112, 152, 176, 174, '#ffffffaa', 20) +
          box(122, 186, 156, 132, c.light, 14) +
          oval(200, 188, 78, 15, c.pale),
        flame(200, 172),
        box(138, 226, 124, 66, paper, 4) +
          shape('M168 280l20 -40 14 26 10 -16 22 30Z', c.main) +
          stroke('M200 244c-6 -10 6 -12 0 -20', c.accent, 4),
        stroke('M128 166v130', white, 6),
      ].join('')
    : each(3, (i) => {
        const x = 124 + i * 76
        const top = [150, 96, 130][i] ?? 100
        return (
          flame(x, top - 6) +
          box(x - 14, top, 28, 300 - top, i % 2 ? c.light : c.main, 6) +
          stroke(`M${x - 8} ${top + 16}v90`, c.pale, 4) +
          shape(`M${x - 34} 296h68l-10 30h-48Z`, c.accent) +
          box(x - 24, 282, 48, 18, c.accentDark, 6)
        )
      })
}

const clock: Motif = (c, variant) => {
  const face = (x: number, y: number, radius: number) =>
    disc(x, y, radius, paper) +
    each(12, (i) => {
      const [ax, ay] = around(x, y, radius * 0.86, i * 30)
      return disc(ax, ay, i % 3 ? 4 : 7, i % 3 ? metalDark : c.accent)
    })
  return variant === 0
    ? [
        disc(206, 204, 142, '#1b1c3322'),
        disc(200, 196, 142, c.main),
        disc(200, 196, 122, c.dark),
        face(200, 196, 116),
        stroke('M200 196L262 226', ink, 11),
        stroke('M200 196L288 190', ink, 7),
        stroke('M220 220L150 108', c.accent, 4),
        disc(200, 196, 10, c.accent),
      ].join('')
    : [
        stroke('M130 290L100 326M270 290L300 326', c.dark, 15),
        both(turned(-36, 132, 106, shape('M84 116a48 48 0 0 1 96 0Z', c.accent), stroke('M132 66v-10', metalDark, 8))),
        stroke('M200 92V60', metalDark, 8) + box(178, 48, 44, 18, ink, 8),
        disc(200, 214, 112, c.main) + disc(200, 214, 98, c.dark) + face(200, 214, 92),
        stroke('M200 214L162 240M200 214L200 148', ink, 9) + disc(200, 214, 9, c.accent),
      ].join('')
}

const mirror: Motif = (c) =>
  [
    stroke('M120 124L200 40L280 124', c.deep, 12) + disc(200, 40, 13, woodDark) + disc(200, 40, 6, brass),
    disc(200, 206, 122, c.main) + disc(200, 206, 108, '#cfe6ee'),
    shape('M118 270L254 116L284 138L142 296Z', '#ffffff88') + shape('M156 306L300 172L308 196L184 312Z', '#ffffff66'),
    ring(200, 206, 115, c.light, 4),
    both(box(106, 108, 18, 30, c.deep, 5)),
  ].join('')

const rug: Motif = (c, variant) =>
  variant === 0
    ? turned(
        -8,
        200,
        200,
        both(each(12, (i) => stroke(`M64 ${94 + i * 20}h-18`, paper, 5))),
        box(62, 84, 276, 240, c.main, 4) + stroke('M76 98h248v212h-248Z', c.accent, 7),
        each(
          3,
          (i) =>
            shape(`M${120 + i * 80} 118l36 86 -36 86 -36 -86Z`, i % 2 ? c.accent : c.deep) +
            shape(`M${120 + i * 80} 156l20 48 -20 48 -20 -48Z`, i % 2 ? c.deep : c.accent) +
            disc(120 + i * 80, 204, 8, paper),
        ),
        each(2, (i) => shape(`M${160 + i * 80} 112l16 34h-32ZM${160 + i * 80} 296l16 -34h-32Z`, c.light)),
      )
    : [
        box(52, 120, 296, 200, c.dark, 24) + box(52, 112, 296, 200, c.main, 24),
        [
          [96, 160, 26, 18],
          [158, 148, 20, 14],
          [214, 168, 30, 20],
          [282, 152, 28, 17],
          [318, 190, 14, 10],
          [84, 214, 18, 13],
          [140, 204, 30, 22],
          [206, 226, 22, 16],
          [266, 214, 28, 22],
          [102, 268, 30, 19],
          [166, 264, 20, 15],
          [224, 276, 28, 15],
          [292, 266, 30, 20],
        ]
          .map(([x = 0, y = 0, rx = 0, ry = 0], i) =>
            oval(x, y, rx, ry, [c.pale, paper, c.light, c.accentLight][i % 4] ?? paper),
          )
          .join(''),
      ].join('')

const frame: Motif = (c) =>
  [
    stroke('M270 120L330 326', c.dark, 11),
    turned(
      -3,
      200,
      200,
      box(92, 62, 212, 264, c.main, 5),
      box(106, 76, 184, 236, paper),
      box(134, 110, 128, 168, '#bfe0f2'),
      disc(226, 148, 18, '#f7cf5e'),
      shape('M134 250L180 184L214 226L238 204L262 236V278H134Z', leaf),
      shape('M134 262q64 -24 128 0v16H134Z', c.accent),
      shape('M110 80h60l-60 90Z', '#ffffff66'),
    ),
  ].join('')

const armchair: Motif = (c) =>
  [
    both(stroke('M116 300L104 326', woodDark, 13)),
    box(104, 80, 192, 200, c.main, 54) +
      box(122, 98, 156, 150, c.light, 40) +
      disc(170, 150, 5, c.dark) +
      disc(230, 150, 5, c.dark) +
      disc(200, 184, 5, c.dark),
    box(110, 216, 180, 58, c.light, 22) + box(84, 250, 232, 58, c.main, 18),
    both(box(66, 168, 62, 140, c.dark, 30), box(72, 174, 50, 50, c.main, 25)),
    turned(14, 238, 206, box(200, 168, 76, 70, c.accent, 14), stroke('M216 186h44M216 204h44', c.accentLight, 5)),
  ].join('')

const stool: Motif = (c) =>
  [
    stroke('M138 166L100 322M262 166L300 322M200 170V318', woodLight, 19) +
      stroke('M112 272L104 306M288 272L296 306M200 272V302', c.main, 19),
    oval(200, 164, 118, 28, woodDark) +
      oval(200, 148, 118, 30, wood) +
      each(
        3,
        (i) =>
          `<ellipse cx="200" cy="148" rx="${96 - i * 30}" ry="${23 - i * 7}" fill="none" stroke="${woodDark}" stroke-width="2.5"/>`,
      ),
  ].join('')

const shelf: Motif = (c) => {
  const books = (x: number, y: number, heights: readonly number[]) =>
    heights
      .map((height, i) =>
        box(
          x + i * 15,
          y - height,
          13,
          height,
          [c.accent, '#4f7690', '#d9aa58', leafDark, '#7b4b94'][i % 5] ?? c.accent,
          2,
        ),
      )
      .join('')
  return [
    both(stroke('M128 324L156 48', c.main, 13)),
    stroke('M148 104h104M142 160h116M136 216h128M130 272h140', c.main, 13),
    books(166, 98, [34, 28, 38]) + disc(238, 82, 14, leaf) + box(230, 86, 18, 12, terracotta, 2),
    books(152, 154, [38, 30, 36, 32, 38]) + disc(244, 142, 10, paper),
    shape('M160 210c-8 -30 24 -30 18 0Z', c.accentDark) + books(204, 210, [30, 38, 34, 28]),
    box(148, 238, 44, 28, '#b98d5a', 4) +
      stroke('M156 246h28M156 256h28', woodDark, 3) +
      stroke('M232 266c-20 -20 -10 -40 4 -34M240 266c0 -30 20 -40 26 -24', leafLight, 7) +
      box(222, 252, 34, 14, paper, 4),
  ].join('')
}

const basket: Motif = (c) =>
  [
    shape('M110 150Q200 60 290 150Z', c.light) +
      disc(200, 98, 13, c.accent) +
      stroke('M128 140Q200 84 272 140', c.main, 4),
    shape('M96 156h208l-16 150q-2 20 -24 20h-128q-22 0 -24 -20Z', '#d9b98a'),
    each(6, (i) =>
      each(7, (j) => oval(116 + j * 28 + (i % 2) * 6, 182 + i * 25, 14, 6, (i + j) % 2 ? '#c39c67' : '#b58b55')),
    ),
    box(88, 146, 224, 22, c.main, 10) + box(101, 252, 198, 26, c.main),
    both(stroke('M106 200c-34 -6 -34 44 -2 44', c.accent, 11)),
  ].join('')

export const homeMotifs: Readonly<Record<string, Motif>> = {
  tablelamp,
  floorlamp,
  cushion,
  blanket,
  vase,
  candle,
  clock,
  mirror,
  rug,
  frame,
  armchair,
  stool,
  shelf,
  basket,
}
