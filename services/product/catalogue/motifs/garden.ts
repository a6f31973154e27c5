import {
  ink,
  leaf,
  leafDark,
  leafLight,
  metal,
  metalDark,
  metalLight,
  paper,
  soil,
  terracotta,
  white,
  wood,
  woodDark,
  woodLight,
} from '../colours.ts'
import { around, both, box, disc, each, type Motif, oval, ring, scaled, shape, stroke, turned } from '../shapes.ts'

const wateringcan: Motif = (c, variant) => {
  const drops = each(5, (i) => oval(64 - (i % 2) * 20 + i * 3, 178 + i * 26, 4, 8, '#6db7e8'))
  if (variant === 1)
    return [
      stroke('M214 300C130 280 140 120 62 108', c.dark, 13),
      stroke('M262 150c100 -50 110 120 30 150', c.dark, 14),
      shape('M196 150h96l22 176h-140Z', c.main) + shape('M196 150h24l-14 176h-32Z', c.light),
      oval(244, 150, 48, 12, c.deep),
      disc(60, 134, 5, '#6db7e8') + oval(56, 160, 5, 9, '#6db7e8'),
    ].join('')
  if (variant === 2)
    return [
      stroke('M170 250C110 240 110 150 74 130', c.main, 18) + shape('M52 138l40 -30 8 14 -36 32Z', c.accent),
      stroke('M168 178C150 70 330 60 312 200', c.dark, 14),
      oval(240, 250, 98, 78, c.main) + oval(214, 222, 40, 26, c.light),
      oval(240, 178, 48, 14, c.deep),
      shape('M180 312h120v14h-120Z', c.dark) + stroke('M150 262c40 40 140 40 182 0', c.accent, 6),
    ].join('')
  return [
    drops,
    stroke('M170 290L82 150', c.dark, 22) + shape('M50 152l56 -38 12 20 -50 36Z', '#d9aa58'),
    stroke('M196 186c0 -110 120 -110 128 20l-6 80', c.dark, 15),
    shape('M160 186h150l10 140h-170Z', c.main) + shape('M160 186h40l-6 140h-44Z', c.light),
    oval(235, 186, 75, 17, c.deep),
    box(152, 258, 166, 14, c.accent),
  ].join('')
}

const pot = (x: number, y: number, width: number, height: number, fill: string, rim: string) =>
  shape(`M${x + 8} ${y}h${width - 16}l-${width * 0.12} ${height}h-${width * 0.76 - 16}Z`, fill) +
  box(x, y - 8, width, 28, rim, 6)

const plant: Motif = (c, variant) => {
  if (variant === 1) {
    const cactus = (x: number, top: number, width: number) =>
      box(x - width / 2, top, width, 262 - top, leaf, width / 2) +
      each(3, (i) =>
        stroke(`M${x - width / 4 + (i * width) / 4} ${top + 22}V256`, leafLight, 3).replace(
          '/>',
          ' stroke-dasharray="2 12"/>',
        ),
      )
    return [
      cactus(200, 96, 62) + stroke('M232 190h34v-40', leaf, 24) + stroke('M168 210h-26v-26', leaf, 20),
      disc(200, 94, 13, c.accent) + disc(190, 88, 9, c.light) + disc(211, 88, 9, c.light),
      disc(110, 232, 40, leafDark) +
        each(6, (i) =>
          stroke(`M${84 + i * 10} ${210 + Math.abs(i - 2.5) * 4}v44`, leafLight, 3).replace(
            '/>',
            ' stroke-dasharray="2 9"/>',
          ),
        ),
      cactus(292, 186, 46) + disc(292, 184, 8, c.main),
      shape('M56 258h288l-26 68h-236Z', c.main) + box(48, 250, 304, 24, c.light, 8) + stroke('M80 300h240', c.dark, 6),
    ].join('')
  }
  if (variant === 2)
    return [
      each(9, (i) =>
        stroke(
          `M${168 + i * 8} 236C${164 + i * 8} 190 ${160 + i * 10} 160 ${152 + i * 12} ${104 + (i % 3) * 16}`,
          i % 2 ? leafLight : leaf,
          5,
        ),
      ),
      each(8, (i) =>
        oval(84 + (i % 4) * 22, 150 + Math.floor(i / 4) * 36 + (i % 2) * 14, 19, 14, i % 2 ? leaf : leafDark),
      ) +
        stroke('M96 240V160M128 240V160', leafDark, 5) +
        oval(106, 128, 16, 12, leafLight),
      each(
        5,
        (i) =>
          stroke(`M${270 + i * 14} 240q${(i - 2) * 4} -40 ${(i - 2) * 10} -76`, leafDark, 4) +
          each(4, (j) => disc(270 + i * 14 + (i - 2) * (3 + j * 2), 222 - j * 18, 8, j % 2 ? leafLight : '#7ba58a')),
      ),
      box(54, 232, 292, 94, c.main, 12) + box(54, 232, 292, 14, c.accent, 5),
      stroke('M72 300h256', c.dark, 3) + both(disc(80, 272, 5, c.accent)),
    ].join('')
  if (variant === 3)
    return [
      stroke('M200 250C196 200 204 180 198 120', woodDark, 12),
      disc(150, 138, 50, leafDark) +
        disc(250, 138, 50, leafDark) +
        disc(200, 100, 58, leaf) +
        disc(200, 166, 46, leaf) +
        disc(160, 110, 26, leafLight),
      [
        [150, 160],
        [238, 110],
        [206, 176],
        [262, 160],
        [184, 92],
      ]
        .map(([x = 0, y = 0], i) =>
          turned(
            i * 40,
            x,
            y,
            oval(x, y, 17, 13, i === 3 ? leafLight : '#f6cd3b'),
            disc(x + 17, y, 4, i === 3 ? leafLight : '#f6cd3b'),
          ),
        )
        .join(''),
      each(3, (i) => disc(128 + i * 58, 116 + i * 14, 6, white)),
      pot(128, 250, 144, 76, terracotta, '#b9613e') + stroke('M150 292h100', c.accent, 5),
    ].join('')
  const frond = (x: number, y: number, degrees: number, size: number, fill: string) =>
    turned(
      degrees,
      x,
      y,
      `<g transform="translate(${x} ${y}) scale(${size})">${shape('M0 0C-60 -20 -64 -90 0 -130C64 -90 60 -20 0 0Z', fill)}${stroke('M0 0V-104', leafLight, 4)}${shape('M-54 -70l36 8 -38 8ZM54 -70l-36 8 38 8ZM-48 -34l30 2 -22 12ZM48 -34l-30 2 22 12Z', c.glow)}</g>`,
    )
  return [
    stroke(
      'M200 260C190 210 150 200 130 180M200 260C200 200 200 190 204 160M200 260C214 210 250 210 276 186',
      leafDark,
      7,
    ),
    frond(130, 186, -52, 0.8, leafDark) +
      frond(276, 190, 56, 0.8, leaf) +
      frond(160, 170, -18, 0.84, leaf) +
      frond(244, 174, 22, 0.84, leafDark) +
      frond(202, 170, 2, 0.92, leaf),
    pot(126, 252, 148, 74, c.main, c.light) +
      each(9, (i) => disc(152 + ((i * 37) % 96), 284 + ((i * 23) % 34), 3, c.dark)),
  ].join('')
}

const secateurs: Motif = (c) =>
  turned(
    -28,
    200,
    200,
    shape('M196 196c-10 -70 0 -130 44 -168c14 60 8 120 -22 178Z', metal) +
      shape('M206 190c0 -60 8 -110 34 -162c-2 60 -4 110 -24 168Z', metalLight),
    shape('M212 204c-36 -30 -54 -76 -46 -120c26 20 46 60 62 104Z', metalDark),
    shape('M186 214c-40 40 -54 100 -42 158c4 16 24 14 24 -2c-2 -56 14 -100 48 -140Z', c.main),
    shape('M214 214c44 36 60 90 56 158c-2 14 -20 14 -22 0c-2 -58 -22 -100 -56 -136Z', c.dark),
    stroke('M184 262c16 12 36 -12 52 2', metal, 7),
    disc(206, 206, 20, ink) + disc(206, 206, 10, '#d9aa58'),
  )

const trowel: Motif = (c, variant) => {
  const handle = (x: number) =>
    box(x - 13, 206, 26, 112, c.main, 13) + box(x - 13, 216, 26, 12, c.accent) + disc(x, 304, 5, c.glow)
  const blade = (x: number) =>
    stroke(`M${x} 210V160`, metalDark, 10) +
    shape(`M${x - 34} 84q34 -70 68 0c0 50 -10 80 -34 88c-24 -8 -34 -38 -34 -88Z`, metal) +
    shape(`M${x - 26} 84q10 -34 26 -46v130c-18 -10 -26 -40 -26 -84Z`, metalLight)
  if (variant === 0)
    return turned(
      34,
      200,
      190,
      blade(200),
      each(4, (i) => stroke(`M218 ${86 + i * 18}h10`, metalDark, 3)),
      handle(200),
    )
  return [
    box(56, 76, 288, 24, woodLight, 8) + disc(80, 88, 5, ink) + disc(320, 88, 5, ink),
    each(3, (i) => box(115 + i * 84, 96, 4, 20, ink)),
    scaledAt(116, blade(116) + handle(116)),
    scaledAt(
      200,
      stroke('M200 210V160', metalDark, 10) +
        stroke('M172 70v70q0 20 28 20t28 -20V70M200 66v90', metal, 11) +
        handle(200),
    ),
    scaledAt(
      284,
      stroke('M284 210V150', metalDark, 10) +
        stroke('M284 160c0 -30 -34 -34 -34 -80M284 160c0 -30 34 -34 34 -80', metal, 10) +
        handle(284),
    ),
  ].join('')
}
const scaledAt = (x: number, parts: string) =>
  `<g transform="translate(${x} 320) scale(.86) translate(-${x} -312)">${parts}</g>`

const spade: Motif = (c, variant) => {
  const shaft = stroke('M200 196V44', woodLight, 15) + stroke('M170 20h60L206 60h-12Z', c.main, 13)
  const head =
    variant === 0
      ? shape('M150 190h100v90q-16 44 -50 52q-34 -8 -50 -52Z', metal) +
        shape('M158 198h34v126q-26 -10 -34 -46Z', metalLight) +
        box(140, 184, 120, 14, metalDark, 5) +
        shape('M186 150h28l6 60h-40Z', c.dark)
      : variant === 1
        ? stroke('M152 320V214h96v106M184 214v112M216 214v112', metal, 12) + shape('M186 160h28l8 60h-44Z', c.dark)
        : each(9, (i) =>
            stroke(
              `M200 200L${96 + i * 26} ${300 + Math.round(Math.sin((i / 8) * Math.PI) * 18)}v14`,
              i % 2 ? c.main : c.dark,
              6,
            ),
          ) +
          stroke('M140 256Q200 270 260 256', c.accent, 8) +
          box(188, 176, 24, 34, c.deep, 6)
  return turned(variant === 2 ? -14 : 18, 200, 190, shaft, head)
}

const wheelbarrow: Motif = (c) =>
  [
    stroke('M84 268L300 196L366 176', woodDark, 13) + stroke('M262 214L284 320M250 226L232 320', metalDark, 11),
    shape('M96 128C130 60 190 110 210 90C250 66 270 100 284 128Z', soil) +
      each(
        3,
        (i) =>
          stroke(`M${160 + i * 36} 110v-26`, leaf, 5) +
          oval(152 + i * 36, 80, 10, 6, leafLight) +
          oval(168 + i * 36, 74, 10, 6, leaf),
      ),
    shape('M74 124h240l-50 100h-138Z', c.main) + shape('M74 124h240l-8 18h-222Z', c.light),
    disc(98, 278, 48, ink) +
      disc(98, 278, 28, c.accent) +
      disc(98, 278, 9, metalLight) +
      each(3, (i) => turned(i * 60, 98, 278, stroke('M98 254v48', metalLight, 4))),
    stroke('M340 184l28 -9', c.accent, 16),
  ].join('')

const birdhouse: Motif = (c, variant) =>
  variant === 0
    ? [
        box(190, 300, 20, 34, woodDark),
        shape('M112 142L200 60L288 142V312H112Z', c.main) +
          each(4, (i) => stroke(`M${148 + i * 36} ${150 - (i === 1 || i === 2 ? 30 : 0)}V310`, c.dark, 3)),
        stroke('M96 152L200 54L304 152', c.accent, 22) + stroke('M96 152L200 54', woodDark, 22),
        disc(200, 196, 32, ink) +
          ring(200, 196, 34, c.light, 7) +
          stroke('M200 250v8', woodDark, 12) +
          box(192, 244, 16, 36, woodLight, 7),
        shape('M214 206c0 -34 44 -34 48 -6l20 6 -18 6c-4 22 -42 24 -50 -6Z', '#3f6ea8') +
          shape('M222 212c8 16 30 16 38 2Z', '#f6d25c') +
          disc(256, 198, 3, white),
      ].join('')
    : [
        stroke('M200 92V40c0 -24 34 -20 30 6', metalDark, 7),
        shape('M70 180L200 84L330 180Z', c.dark) +
          each(3, (i) => stroke(`M${150 - i * 32} ${130 + i * 22}h${100 + i * 64}`, c.deep, 4)),
        both(box(104, 178, 15, 110, woodLight)),
        box(78, 282, 244, 24, wood, 6) + box(78, 300, 244, 12, woodDark, 5),
        shape('M146 284q54 -34 108 0Z', '#d9a94e') +
          each(8, (i) => oval(160 + i * 12, 278 - (i % 3) * 5, 4, 3, '#8a5a2b')),
        disc(238, 246, 28, '#7a5d46') +
          disc(246, 254, 19, '#d8643a') +
          disc(248, 230, 3, white) +
          shape('M262 236l18 6 -18 6Z', '#f0b23c') +
          shape('M212 250l-34 14 38 6Z', '#5f4634') +
          stroke('M236 272v10M246 272v10', ink, 3),
      ].join('')

const raisedbed: Motif = (c) =>
  [
    each(4, (i) =>
      each(3, (j) =>
        turned(
          (j - 1) * 34,
          102 + i * 64,
          196,
          oval(102 + i * 64, 164, 13, 34, j === 1 ? leafLight : i % 2 ? leaf : leafDark),
        ),
      ),
    ),
    each(2, (i) => disc(150 + i * 128, 168, 17, '#d8432f') + stroke(`M${150 + i * 128} 152v-8`, leafDark, 5)),
    box(48, 192, 304, 24, soil, 6),
    each(
      3,
      (i) =>
        box(44, 206 + i * 38, 312, 36, i % 2 ? c.main : c.light, 3) +
        stroke(`M70 ${224 + i * 38}h90M210 ${218 + i * 38}h110`, c.dark, 2),
    ),
    both(
      box(44, 200, 26, 126, metalDark, 3),
      disc(57, 224, 4, metalLight),
      disc(57, 262, 4, metalLight),
      disc(57, 300, 4, metalLight),
    ),
  ].join('')

const hose: Motif = (c) =>
  [
    box(170, 60, 60, 260, woodLight, 6),
    disc(200, 186, 120, c.dark) + each(5, (i) => ring(200, 186, 112 - i * 13, i % 2 ? c.light : c.main, 11)),
    disc(200, 186, 48, c.accent) +
      disc(200, 186, 20, paper) +
      stroke('M200 186L252 150', paper, 9) +
      disc(254, 148, 11, c.accentDark),
    stroke('M316 206c10 60 0 110 -50 118h-90', c.main, 14) +
      box(110, 312, 66, 22, '#d9aa58', 6) +
      shape('M84 308l30 4v22l-30 6Z', '#b88a3e'),
  ].join('')

const seeds: Motif = (c) => {
  const packet = (degrees: number, x: number, fill: string, flower: string) =>
    turned(
      degrees,
      200,
      320,
      box(x, 96, 128, 190, fill, 6),
      box(x, 96, 128, 26, paper, 6),
      box(x + 14, 138, 100, 132, paper, 8),
      stroke(`M${x + 64} 256V200`, leafDark, 5),
      oval(x + 46, 232, 16, 8, leaf),
      each(6, (i) => {
        const [px, py] = around(x + 64, 184, 20, i * 60)
        return disc(px, py, 13, flower)
      }),
      disc(x + 64, 184, 11, '#f5c84c'),
    )
  return (
    packet(-20, 96, c.accent, '#8fa6e8') +
    packet(20, 176, c.light, '#e27fae') +
    packet(0, 136, c.main, c.main) +
    each(7, (i) => oval(92 + i * 36, 318 + (i % 2) * 8, 6, 4, soil))
  )
}

const gloves: Motif = (c) => {
  const glove =
    shape(
      'M96 200V122a13 13 0 0 1 26 0v-24a13 13 0 0 1 26 0v-4a13 13 0 0 1 26 0v18a13 13 0 0 1 26 0v76l10 -16a14 14 0 0 1 26 14l-26 60v32h-104Z',
      c.main,
    ) +
    shape('M110 190q40 -24 78 0v50h-78Z', c.light) +
    shape('M98 252h124l10 74h-144Z', c.accent) +
    stroke('M94 278h132M92 300h138', c.accentLight, 4) +
    stroke('M122 126v50M148 120v56M174 128v48', c.dark, 4)
  return (
    turned(12, 200, 200, `<g transform="translate(396 -6) scale(-.92 .92)">${glove}</g>`) +
    turned(-10, 200, 200, `<g transform="translate(-16 18) scale(.95)">${glove}</g>`)
  )
}

const lantern: Motif = (c, variant) =>
  [
    ring(200, 74, 34, metalDark, 8),
    variant === 1 ? stroke('M116 240C96 60 304 60 284 240', metalDark, 7) : '',
    shape('M150 130q50 -50 100 0Z', c.dark) + box(138, 126, 124, 18, c.main, 6),
    disc(200, 212, 104, '#ffe9a355'),
    variant === 1 ? oval(200, 210, 62, 70, '#fff3c4') : box(142, 144, 116, 140, '#fff3c4'),
    shape('M200 176c24 30 26 44 26 56a26 26 0 0 1 -52 0c0 -12 2 -26 26 -56Z', '#f7b733') +
      shape('M200 212c12 14 12 22 12 26a12 12 0 0 1 -24 0c0 -6 2 -12 12 -26Z', white),
    variant === 1
      ? ring(200, 210, 64, c.light, 4) + stroke('M138 200h124', c.dark, 5)
      : both(box(138, 144, 9, 140, c.main), box(176, 144, 5, 140, c.main)),
    variant === 1
      ? shape('M124 272h152l14 54h-180Z', c.main) + disc(264, 300, 12, c.accent)
      : box(124, 282, 152, 44, c.main, 8) + box(136, 296, 128, 8, c.accent, 4) + box(160, 104, 80, 14, '#31426e', 3),
  ].join('')

const greenhouse: Motif = (c) =>
  [
    shape('M74 150L200 62L326 150V320H74Z', '#d8f1f5'),
    box(74, 236, 252, 10, woodDark) +
      each(
        3,
        (i) =>
          shape(`M${104 + i * 70} 208h50l-6 28h-38Z`, terracotta) +
          disc(129 + i * 70, 192, 22, i === 1 ? leaf : leafLight) +
          disc(120 + i * 70, 190, 5, '#d8432f') +
          disc(138 + i * 70, 198, 5, '#d8432f'),
      ),
    each(
      2,
      (i) =>
        stroke(`M${140 + i * 116} 312V262`, leafDark, 5) +
        oval(126 + i * 116, 276, 16, 9, leaf) +
        oval(156 + i * 116, 266, 16, 9, leaf),
    ),
    stroke('M74 150L200 62L326 150V322H74ZM200 62V322M74 150H326', c.main, 11),
    stroke('M118 120L96 96M282 118l50 -40', c.accent, 8),
    shape('M92 166l40 -6 -30 120h-10Z', '#ffffff66'),
  ].join('')

const deckchair: Motif = (c) =>
  [
    stroke('M96 326L270 76M304 326L128 176', wood, 13) + stroke('M84 326h60M268 326h50', woodDark, 11),
    shape('M232 74L288 96C260 200 200 240 120 292L80 262C150 220 210 180 232 74Z', c.main),
    shape(
      'M246 80L260 85C236 190 180 226 100 278L92 270C160 226 226 180 246 80ZM272 90L281 94C254 198 200 236 114 288L108 284C180 236 240 196 272 90Z',
      white,
    ),
    stroke('M220 72L302 98', woodLight, 13) +
      stroke('M76 262L128 296', woodLight, 13) +
      stroke('M240 300L318 184', wood, 9),
    oval(240, 112, 32, 15, c.accent),
  ].join('')

const windchime: Motif = (c) =>
  [
    stroke('M200 96V40M200 96V260', ink, 3) + ring(200, 34, 12, metalDark, 6),
    each(
      5,
      (i) =>
        stroke(`M${112 + i * 44} 110V150`, ink, 2) +
        box(103 + i * 44, 146, 18, 150 - Math.abs(i - 1.2) * 24, metal, 9) +
        box(106 + i * 44, 150, 5, 140 - Math.abs(i - 1.2) * 24, metalLight, 3),
    ),
    oval(200, 104, 116, 22, c.dark) + oval(200, 98, 116, 20, c.main),
    disc(200, 204, 24, c.accent) +
      stroke('M200 230V296', ink, 3) +
      shape('M200 286c30 20 30 50 0 66c-30 -16 -30 -46 0 -66Z', c.light),
  ].join('')

const bughotel: Motif = (c) =>
  [
    box(92, 132, 216, 194, woodDark, 6) +
      shape('M70 144L200 48L330 144Z', c.main) +
      shape('M112 132L200 70L288 132Z', '#5d4029'),
    each(5, (i) => disc(152 + i * 24, 116, 10, woodLight) + disc(152 + i * 24, 116, 4, ink)),
    box(104, 146, 92, 78, '#5d4029') + box(204, 146, 92, 78, '#5d4029') + box(104, 234, 192, 82, '#5d4029'),
    each(
      12,
      (i) =>
        disc(118 + (i % 4) * 21, 162 + Math.floor(i / 4) * 24, 10, woodLight) +
        disc(118 + (i % 4) * 21, 162 + Math.floor(i / 4) * 24, 4, ink),
    ),
    each(5, (i) => box(210 + i * 17, 150, 12, 72, i % 2 ? wood : woodLight, 2)),
    each(10, (i) =>
      shape(`M${112 + (i % 5) * 38} ${272 + Math.floor(i / 5) * 40}l15 -32 15 32Z`, i % 2 ? '#8a5a36' : '#a9723f'),
    ),
    turned(
      30,
      300,
      96,
      oval(300, 96, 17, 14, '#d8332f'),
      disc(292, 90, 3, ink),
      disc(304, 102, 3, ink),
      disc(316, 96, 6, ink),
    ),
  ].join('')

export const gardenMotifs: Readonly<Record<string, Motif>> = {
  wateringcan,
  plant,
  secateurs: (c, variant) => scaled(0.9, secateurs(c, variant)),
  trowel,
  spade,
  wheelbarrow,
  birdhouse,
  raisedbed,
  hose,
  seeds,
  gloves,
  lantern,
  greenhouse,
  deckchair,
  windchime,
  bughotel,
}
