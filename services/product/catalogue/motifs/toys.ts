import {
  ink,
  leaf,
  leafDark,
  leafLight,
  metal,
  metalDark,
  metalLight,
  paper,
  white,
  wood,
  woodDark,
  woodLight,
} from '../colours.ts'
import { both, box, disc, each, type Motif, oval, ring, shape, stroke, turned } from '../shapes.ts'

const rainbow = ['#e4573e', '#f4a13c', '#f6cf4b', '#5aa867', '#4a8fd9', '#8f6fc4'] as const
const hue = (index: number) => rainbow[index % rainbow.length] ?? rainbow[0]

const bear: Motif = (c, variant) => {
  const fur = variant ? white : c.main
  const limb = variant ? '#33343d' : c.dark
  return [
    both(
      disc(132, 86, 31, limb),
      disc(132, 88, 16, variant ? '#33343d' : c.accent),
      oval(112, 228, 28, 46, limb),
      oval(132, 302, 42, 32, limb),
      oval(126, 308, 22, 18, variant ? c.accent : c.light),
    ),
    oval(200, 248, 84, 84, fur) + oval(200, 258, 52, 56, variant ? '#e6eaf0' : c.light),
    disc(200, 136, 84, fur),
    variant ? both(turned(-24, 164, 130, oval(164, 130, 21, 27, '#33343d'))) : '',
    both(
      disc(168, 128, 9, variant ? white : ink),
      disc(variant ? 168 : 170, 126, variant ? 5 : 3, variant ? ink : white),
      oval(146, 162, 13, 8, variant ? '#f3b6c2' : '#e89a7f'),
    ),
    oval(200, 166, 37, 29, variant ? '#eef1f5' : c.pale) +
      oval(200, 154, 15, 10, ink) +
      stroke('M200 164v12M200 176c-4 8 -16 8 -20 0M200 176c4 8 16 8 20 0', ink, 4),
    variant
      ? stroke('M210 300c40 -30 70 -60 76 -110M262 230l22 -8M274 200l20 0', leaf, 8)
      : shape('M200 222l-40 -18v38ZM200 222l40 -18v38Z', c.accent) + disc(200, 222, 11, c.accentLight),
  ].join('')
}

const blocks: Motif = (c) =>
  [
    box(58, 238, 88, 88, c.main, 8) + disc(102, 282, 24, paper),
    box(154, 238, 88, 88, hue(4), 8) + shape('M198 258l28 48h-56Z', paper),
    shape('M250 326V238h94v88h-26v-18a21 21 0 0 0 -42 0v18Z', hue(2)),
    box(106, 146, 88, 88, hue(3), 8) + box(128, 168, 44, 44, paper, 6),
    box(202, 170, 62, 64, hue(5), 31) + oval(233, 178, 30, 9, '#a98ad8'),
    shape('M94 142L150 70L206 142Z', c.accent) + shape('M94 142L150 70V142Z', c.light),
    box(286, 186, 44, 48, c.light, 6),
  ].join('')

const rings: Motif = (c, variant) =>
  variant === 1
    ? each(6, (i) =>
        shape(
          `M${56 + i * 22} 320V${230 - (230 - 326) * 0}A${144 - i * 22} ${144 - i * 22} 0 0 1 ${344 - i * 22} 230V320H${326 - i * 22}V230A${126 - i * 22} ${126 - i * 22} 0 0 0 ${74 + i * 22} 230V320Z`,
          hue(i),
        ),
      ) + shape('M192 320V230a8 8 0 0 1 16 0v90Z', c.main)
    : [
        box(190, 60, 20, 240, woodLight, 10) + disc(200, 70, 28, c.accent),
        each(
          6,
          (i) =>
            box(
              148 - i * 14,
              98 + i * 34,
              104 + i * 28,
              34,
              [c.main, hue(1), hue(2), c.light, hue(4), hue(0)][i] ?? c.main,
              17,
            ) + box(162 - i * 14, 104 + i * 34, 30, 7, '#ffffff77', 4),
        ),
        shape('M84 302h232q-10 26 -50 26h-132q-40 0 -50 -26Z', wood),
      ].join('')

const train: Motif = (c) =>
  [
    each(13, (i) => box(24 + i * 29, 318, 14, 16, woodDark, 2)) + box(14, 312, 372, 9, wood, 3),
    box(34, 216, 92, 76, c.accent, 8) + each(3, (i) => disc(56 + i * 25, 212, 18, hue(i + 1))),
    box(124, 268, 30, 9, ink, 4),
    box(150, 228, 178, 64, c.main, 10) +
      box(150, 146, 82, 100, c.dark, 8) +
      box(164, 164, 54, 44, '#bfe0f2', 6) +
      box(138, 132, 106, 20, c.accent, 8),
    box(232, 206, 96, 60, c.main, 28) +
      stroke('M256 206v60M284 206v60', '#d9aa58', 7) +
      shape('M282 206l-6 -44h40l-6 44Z', ink) +
      box(268, 152, 56, 16, c.accent, 6) +
      disc(330, 236, 12, '#f6cf4b'),
    disc(300, 120, 15, '#ffffffdd') + disc(276, 96, 21, '#ffffffdd') + disc(242, 76, 27, '#ffffffcc'),
    [
      [62, 23],
      [102, 23],
      [178, 26],
      [232, 26],
      [292, 26],
    ]
      .map(
        ([x = 0, r = 0]) =>
          disc(x, 312 - r, r, ink) + disc(x, 312 - r, r * 0.55, c.accent) + disc(x, 312 - r, 5, paper),
      )
      .join('') + shape('M322 276l44 34h-44Z', c.dark),
  ].join('')

const wheel = (x: number, y: number, radius: number, hub: string) =>
  disc(x, y, radius, ink) + disc(x, y, radius * 0.6, hub) + disc(x, y, radius * 0.22, white)

const car: Motif = (c, variant) =>
  variant === 0
    ? [
        disc(186, 164, 29, woodLight) + shape('M158 160a29 29 0 0 1 56 -6Z', c.accent) + disc(198, 166, 4, ink),
        shape('M226 200l30 -50 12 6 -20 44Z', '#bfe0f2') + stroke('M228 198L258 150', metalDark, 6),
        shape('M38 250C44 206 90 190 150 192h110c60 0 100 22 104 58v22q0 14 -14 14H52q-14 0 -14 -14Z', c.main) +
          shape('M250 192c60 0 110 20 114 58H250Z', c.light) +
          shape('M60 226q50 -30 90 -28v20Z', c.dark),
        box(38, 254, 326, 12, paper) +
          disc(346, 238, 12, '#f6cf4b') +
          disc(284, 226, 21, paper) +
          disc(284, 226, 12, c.accent),
        wheel(108, 286, 43, c.accent) + wheel(296, 286, 43, c.accent),
      ].join('')
    : [
        box(40, 122, 214, 168, c.main, 16) + box(40, 122, 214, 36, c.light, 14),
        shape('M254 170h52q14 0 22 14l30 50q6 10 6 22v34H254Z', c.dark) +
          shape('M268 184h36q8 0 12 8l22 40h-70Z', '#dff0fa'),
        each(
          4,
          (i) =>
            box(66 + i * 44, 200, 28, 60, white, 8) +
            box(72 + i * 44, 184, 16, 24, white, 4) +
            box(72 + i * 44, 180, 16, 9, c.accent, 3),
        ),
        box(40, 262, 324, 16, c.accent) + disc(354, 252, 10, '#f6cf4b'),
        wheel(104, 292, 35, c.accent) + wheel(302, 292, 35, c.accent),
      ].join('')

const rocket: Motif = (c) =>
  turned(
    18,
    200,
    200,
    shape('M176 300c-10 40 8 54 24 90c16 -36 34 -50 24 -90Z', '#f4a13c') +
      shape('M188 300c-4 24 4 36 12 52c8 -16 16 -28 12 -52Z', '#f6cf4b'),
    both(shape('M150 214c-50 20 -56 60 -50 104l54 -30Z', c.accent)),
    shape('M200 30c50 40 62 100 62 160c0 50 -14 90 -22 114h-80c-8 -24 -22 -64 -22 -114c0 -60 12 -120 62 -160Z', paper) +
      shape('M200 30c24 20 40 44 50 74H150c10 -30 26 -54 50 -74Z', c.accent) +
      shape('M138 216h124c-2 20 -6 38 -10 52H148c-4 -14 -8 -32 -10 -52Z', c.main),
    disc(200, 156, 35, c.main) +
      disc(200, 156, 25, '#bfe0f2') +
      disc(200, 162, 13, woodLight) +
      shape('M186 158a14 14 0 0 1 28 0Z', c.deep),
    box(192, 240, 16, 84, c.accentDark, 8) + box(164, 298, 72, 14, c.deep, 5),
  ) + each(5, (i) => disc(60 + ((i * 157) % 290), 60 + ((i * 89) % 240), 4, c.accent))

const kite: Motif = (c, variant) =>
  variant === 0
    ? [
        oval(86, 300, 44, 13, white) + oval(116, 290, 35, 17, white),
        turned(
          22,
          200,
          160,
          shape('M200 20L296 140L200 290L104 140Z', c.main) +
            shape('M200 20L296 140H200Z', c.accent) +
            shape('M200 140H296L200 290Z', c.light) +
            stroke('M200 20V290M104 140H296', c.deep, 5),
          stroke('M200 290c-40 30 40 40 0 70c-30 24 10 30 0 46', c.deep, 4) +
            each(3, (i) =>
              shape(
                `M${196 - (i % 2) * 8} ${312 + i * 30}l-20 -10v20ZM${196 - (i % 2) * 8} ${312 + i * 30}l20 -10v20Z`,
                hue(i * 2),
              ),
            ),
        ),
      ].join('')
    : [
        turned(
          -14,
          200,
          160,
          shape('M200 50L372 250L200 206L28 250Z', c.main) +
            shape('M200 50L28 250L130 224Z', c.accent) +
            shape('M200 50L372 250L270 224Z', c.light) +
            shape('M200 50l-26 163 26 -7 26 7Z', c.deep),
          stroke('M200 50V206M28 250L200 50L372 250M104 190H296', ink, 5),
          stroke('M150 190L180 390M250 190L220 390', ink, 2.5) +
            both(each(3, (i) => stroke(`M${40 + i * 34} ${250 - i * 8}q-10 34 4 56`, hue(i), 6))),
        ),
      ].join('')

const top: Motif = (c) =>
  [
    box(192, 40, 16, 100, metal, 6) + disc(200, 44, 25, c.accent) + box(176, 118, 48, 18, metalDark, 6),
    shape('M72 190C90 140 310 140 328 190C322 250 240 292 208 320h-16C160 292 78 250 72 190Z', c.main),
    shape('M72 190C90 140 310 140 328 190q-128 40 -256 0Z', c.light) +
      stroke('M78 210q122 42 244 0', c.accent, 11) +
      stroke('M100 242q100 34 200 0', paper, 7),
    each(6, (i) => disc(116 + i * 34, 176 - Math.round(Math.sin((i / 5) * Math.PI) * 9), 9, hue(i))) +
      box(193, 312, 14, 16, metalDark, 4),
    stroke('M40 280q-14 -20 0 -40M360 280q14 -20 0 -40', c.dark, 5),
  ].join('')

const yoyo: Motif = (c) =>
  [
    stroke('M200 100C190 60 250 40 226 16', c.accent, 5) + ring(232, 20, 13, c.accent, 5),
    disc(216, 220, 106, c.deep) + stroke('M206 130C212 118 204 110 200 96', c.accent, 5),
    disc(192, 216, 106, c.main) + ring(192, 216, 90, c.light, 6),
    shape('M192 146l16 46 50 2 -40 30 14 48 -40 -28 -40 28 14 -48 -40 -30 50 -2Z', c.accent) +
      disc(192, 216, 11, metalLight),
    stroke('M112 176q14 -36 44 -52', c.pale, 8),
  ].join('')

const dino: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M262 262C316 270 350 300 372 262', c.main, 30),
        shape(
          'M96 88c0 -50 84 -44 80 8c-2 50 0 80 24 100c90 -6 116 60 100 110H140C120 240 130 190 128 140c-26 -2 -36 -24 -32 -52Z',
          c.main,
        ),
        shape('M152 300c-10 -50 6 -76 20 -80c50 10 90 30 90 80Z', c.light),
        both(box(150, 270, 44, 56, c.dark, 16)) +
          each(6, (i) => shape(`M${170 + i * 22} ${[150, 192, 196, 206, 224, 250][i]}l20 -20 10 32Z`, c.accent)),
        disc(126, 82, 8, ink) +
          disc(129, 79, 3, white) +
          stroke('M100 108q16 10 32 2', c.deep, 5) +
          each(3, (i) => disc(210 + i * 26, 236 + (i % 2) * 20, 9, c.dark)),
        shape('M60 108c20 -16 34 -8 40 6c-16 10 -30 8 -40 -6Z', leafLight) + stroke('M70 108l30 4', leafDark, 3),
      ].join('')
    : [
        stroke('M240 260C310 280 350 260 366 210', c.main, 28),
        shape('M92 70q84 -30 130 6q20 20 10 60c40 40 66 110 40 170H146c-20 -50 -10 -90 10 -130q-60 0 -70 -40Z', c.main),
        shape('M158 300c-14 -50 0 -90 20 -110c34 20 54 60 52 110Z', c.light),
        both(box(136, 286, 60, 42, c.dark, 16)) + stroke('M168 210h-30M166 226l-24 10', c.dark, 11),
        disc(170, 96, 14, white) +
          disc(166, 98, 7, ink) +
          shape('M92 118q50 20 110 6l-10 16q-60 12 -92 -4Z', c.deep) +
          each(5, (i) => shape(`M${104 + i * 18} 121l7 14 7 -12Z`, white)),
        each(6, (i) => shape(`M${222 + i * 10} ${90 + i * 30}l30 6 -16 24Z`, c.accent)) +
          oval(128, 108, 6, 4, c.deep) +
          oval(186, 122, 12, 6, '#f09a86'),
      ].join('')

const dollhouse: Motif = (c) =>
  [
    box(86, 138, 228, 188, paper, 4) +
      shape('M66 146L200 44L334 146Z', c.main) +
      shape('M124 138L200 78L276 138Z', '#fdf3e0'),
    box(270, 60, 26, 56, c.dark) +
      box(94, 146, 102, 82, c.pale) +
      box(204, 146, 102, 82, '#dff0fa') +
      box(94, 236, 102, 82, '#fdeecb') +
      box(204, 236, 102, 82, '#dcefdc'),
    box(104, 196, 60, 26, c.accent, 6) +
      box(104, 186, 22, 16, white, 4) +
      ring(236, 176, 16, wood, 5) +
      box(262, 176, 30, 46, woodLight, 3) +
      stroke('M277 178v42', woodDark, 3),
    box(110, 284, 54, 8, wood) +
      stroke('M116 292v26M158 292v26', wood, 5) +
      disc(136, 276, 8, c.main) +
      stroke('M146 236v20', ink, 2) +
      disc(146, 262, 9, '#f6cf4b'),
    box(216, 276, 46, 36, c.accent, 8) +
      box(212, 296, 54, 22, c.accentDark, 6) +
      stroke('M286 318v-50', ink, 3) +
      shape('M274 268h24l-6 -20h-12Z', '#f6cf4b') +
      disc(200, 118, 13, '#8fc1f2'),
    stroke('M86 138H314V322H86ZM200 142V322M86 232H314', woodDark, 7) + stroke('M66 146L200 44L334 146', c.dark, 11),
  ].join('')

const jigsawPiece =
  'M0 0H36C28 -30 72 -30 64 0H100V36C130 28 130 72 100 64V100H64C72 72 28 72 36 100H0V64C28 72 28 28 0 36Z'

const puzzle: Motif = (c, variant) => {
  const piece = (x: number, y: number, degrees: number, fill: string, art: string) =>
    `<g transform="translate(${x} ${y}) rotate(${degrees} 50 50) scale(1.12)">${shape(jigsawPiece, fill)}${art}</g>`
  return variant === 0
    ? piece(66, 70, 0, c.light, shape('M50 18l26 34h-14l18 26H20l18 -26H24Z', leafDark)) +
        piece(
          206,
          62,
          12,
          c.accent,
          shape('M30 70c0 -30 40 -30 40 0ZM34 46l-8 -20 18 12ZM66 46l8 -20 -18 12Z', '#8a4b22') +
            disc(42, 58, 4, white) +
            disc(58, 58, 4, white),
        ) +
        piece(66, 190, -6, c.main, disc(50, 46, 24, leafLight) + box(46, 60, 9, 26, woodDark)) +
        piece(
          214,
          198,
          30,
          c.dark,
          box(44, 50, 12, 26, paper) +
            shape('M26 52c0 -34 48 -34 48 0Z', '#e4573e') +
            disc(44, 40, 4, white) +
            disc(58, 42, 4, white),
        )
    : [
        disc(200, 196, 138, c.main) +
          shape(
            'M100 120c30 -40 80 -30 84 0c-4 30 -34 30 -40 60c-30 10 -66 -20 -44 -60ZM220 90c50 0 90 30 94 60c-20 30 -50 0 -60 30s-30 10 -34 -20c-20 -20 -20 -50 0 -70ZM170 230c30 -10 50 10 40 40c-6 30 -20 40 -30 50c-10 -30 -30 -60 -10 -90ZM280 230c20 -6 34 6 30 20c-14 20 -40 14 -30 -20Z',
            leaf,
          ),
        stroke(
          'M200 58C180 90 220 110 200 146c-30 -20 -50 10 -20 30c10 8 30 -10 20 20c-10 30 20 40 0 70s10 40 0 66M62 196c40 -10 50 20 80 0c10 -30 40 -20 34 6c20 -20 60 10 90 -6s40 10 72 0',
          c.pale,
          4,
        ),
        `<g transform="translate(268 216) rotate(24 50 50) scale(.9)">${shape(jigsawPiece, c.light)}${stroke(jigsawPiece, c.dark, 3)}</g>`,
        shape('M110 220l22 -22v22h16l-8 12h-30Z', c.accent),
      ].join('')
}

const boat: Motif = (c) =>
  [
    shape('M40 274h300c-10 34 -40 52 -80 52H120c-44 0 -72 -20 -80 -52Z', c.main) +
      box(40, 262, 306, 20, c.light, 8) +
      disc(100, 300, 9, paper) +
      disc(140, 302, 9, paper) +
      disc(180, 302, 9, paper),
    box(104, 186, 150, 78, paper, 8) +
      box(92, 176, 174, 18, c.accent, 8) +
      each(3, (i) => disc(134 + i * 44, 228, 14, '#8fc1f2')),
    box(152, 108, 54, 72, c.main, 6) + box(152, 128, 54, 16, paper) + box(146, 100, 66, 14, c.dark, 6),
    disc(196, 76, 15, '#ffffffdd') +
      disc(226, 56, 21, '#ffffffdd') +
      box(286, 196, 8, 70, woodDark) +
      shape('M294 198l46 16 -46 16Z', '#f6cf4b'),
    each(4, (i) => shape(`M${20 + i * 92} 326q23 -22 46 0t46 0v20h-92Z`, '#8fc1f2')) +
      each(4, (i) => ring(330 - i * 16, 170 - i * 36, 8 + i * 2, '#ffffffcc', 4)),
  ].join('')

const robot: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M200 76V46', metalDark, 7) +
          disc(200, 42, 12, c.accent) +
          both(
            stroke('M116 198H84v60', metalDark, 15),
            ring(84, 274, 15, c.accent, 9),
            box(138, 282, 48, 44, c.dark, 8),
            box(128, 312, 66, 16, ink, 6),
          ),
        box(126, 72, 148, 96, c.light, 16) +
          both(disc(166, 114, 21, paper), disc(166, 114, 10, ink), disc(116, 120, 13, c.accent)) +
          box(164, 144, 72, 12, ink, 4) +
          each(4, (i) => box(172 + i * 16, 144, 4, 12, paper)),
        box(112, 174, 176, 112, c.main, 14) +
          box(138, 194, 88, 72, ink, 10) +
          disc(168, 230, 21, '#d9aa58') +
          disc(168, 230, 8, ink) +
          disc(202, 244, 14, metal) +
          disc(202, 244, 5, ink) +
          disc(256, 206, 9, '#e4573e') +
          disc(256, 230, 9, '#f6cf4b') +
          disc(256, 254, 9, '#5aa867'),
        stroke('M288 230h26', metalDark, 8) + ring(330, 222, 13, metalDark, 7) + ring(330, 246, 13, metalDark, 7),
      ].join('')
    : [
        both(disc(120, 290, 37, ink), disc(120, 290, 19, c.accent)),
        shape('M84 210c0 -150 232 -150 232 0v66q0 20 -20 20H104q-20 0 -20 -20Z', c.main) +
          shape('M84 210c0 -60 36 -100 84 -110c-30 30 -44 80 -44 196h-20q-20 0 -20 -20Z', c.light),
        box(116, 158, 168, 80, ink, 38) +
          both(stroke('M150 202q16 -24 32 0', '#7de3c3', 9)) +
          stroke('M190 216q10 8 20 0', '#7de3c3', 5),
        stroke('M200 98V62', metalDark, 7) +
          disc(200, 56, 13, c.accent) +
          shape('M184 262h18v-12l24 20 -24 20v-12h-18Z', paper),
        turned(-16, 66, 330, box(24, 310, 50, 34, c.accent, 5)) +
          turned(14, 336, 330, box(318, 308, 50, 34, '#4a8fd9', 5)),
      ].join('')

const xylophone: Motif = (c) =>
  turned(
    -10,
    200,
    210,
    shape('M36 166L364 200V220L36 186ZM36 286L364 252V270L36 306Z', woodDark),
    each(
      8,
      (i) =>
        box(48 + i * 39, 126 + i * 9, 31, 200 - i * 18, i === 7 ? c.main : i === 6 ? '#d977a9' : hue(i), 9) +
        disc(63 + i * 39, 150 + i * 9, 4, white) +
        disc(63 + i * 39, 302 - i * 9, 4, white),
    ),
    stroke('M110 86L300 150', woodLight, 9) +
      disc(106, 84, 19, c.accent) +
      stroke('M330 76L230 210', woodLight, 9) +
      disc(228, 214, 19, c.main),
  )

const duck: Motif = (c) =>
  [
    shape(
      'M70 232c-10 -40 20 -44 50 -20c20 14 60 10 80 -10h90c40 60 20 124 -50 124H150c-50 0 -74 -40 -80 -94Z',
      c.main,
    ),
    disc(244, 142, 76, c.main) +
      oval(218, 104, 26, 17, c.light) +
      shape('M306 136c40 -6 60 8 62 18c-10 14 -40 22 -70 10Z', '#ef7a3a') +
      stroke('M304 152q30 6 58 2', '#c9582a', 4),
    disc(264, 126, 14, white) + disc(267, 127, 9, ink) + disc(270, 123, 3, white),
    shape('M124 240c20 50 90 60 116 10c-40 -4 -50 -24 -116 -10Z', c.dark) + stroke('M100 274q40 40 110 36', c.light, 6),
    each(4, (i) => shape(`M${10 + i * 98} 326q24 -24 49 0t49 0v24h-98Z`, '#8fc1f2')) +
      shape('M200 76l26 -36 18 20 24 -14 2 34Z', ink) +
      disc(232, 62, 6, '#f6cf4b'),
  ].join('')

const horse: Motif = (c) =>
  [
    stroke('M50 290Q200 370 350 290', c.accent, 18) + stroke('M134 316L150 240M266 316L250 240', woodDark, 16),
    stroke('M300 190c50 0 60 50 44 92', c.dark, 17),
    shape('M96 108l18 -34 26 26c20 10 36 40 40 76h90c34 0 46 30 36 80H122V196l-30 20c-20 6 -40 -10 -34 -30Z', c.main),
    each(4, (i) => disc(150 + i * 12, 96 + i * 28, 21, c.dark)) +
      disc(104, 138, 7, ink) +
      disc(74, 192, 4, ink) +
      stroke('M66 170l52 14M104 160l-6 50', c.accent, 6),
    shape('M196 172h66v44q-33 18 -66 0Z', c.accent) +
      shape('M200 166q30 -20 60 0l4 12h-68Z', c.accentDark) +
      each(5, (i) => disc(146 + i * 34, 232 + (i % 2) * 12, 8, c.light)) +
      disc(280, 206, 9, c.light),
  ].join('')

const dice: Motif = (c) => {
  const die = (
    x: number,
    y: number,
    size: number,
    degrees: number,
    fill: string,
    pips: readonly (readonly [number, number])[],
  ) =>
    turned(
      degrees,
      x + size / 2,
      y + size / 2,
      box(x, y + 6, size, size, c.deep, size * 0.2),
      box(x, y, size, size, fill, size * 0.2),
      ...pips.map(([px, py]) => disc(x + px * size, y + py * size, size * 0.09, fill === paper ? ink : white)),
    )
  return [
    shape('M96 176V110h26v18h22v-18h26v18h22v-18h26v66l14 150H82Z', c.light) +
      box(132, 196, 50, 70, c.deep, 25) +
      stroke('M88 290h140M94 226h30M190 250h36', c.main, 5) +
      stroke('M157 110V60', woodDark, 6) +
      shape('M157 60l54 16 -54 18Z', c.accent),
    die(214, 206, 112, 10, c.main, [
      [0.27, 0.27],
      [0.73, 0.27],
      [0.5, 0.5],
      [0.27, 0.73],
      [0.73, 0.73],
    ]),
    die(88, 246, 78, -14, c.accent, [
      [0.3, 0.3],
      [0.5, 0.5],
      [0.7, 0.7],
    ]),
    die(256, 112, 66, 24, paper, [
      [0.3, 0.28],
      [0.3, 0.5],
      [0.3, 0.72],
      [0.7, 0.28],
      [0.7, 0.5],
      [0.7, 0.72],
    ]),
  ].join('')
}

export const toyMotifs: Readonly<Record<string, Motif>> = {
  bear,
  blocks,
  rings,
  train,
  car,
  rocket,
  kite,
  top,
  yoyo,
  dino,
  dollhouse,
  puzzle,
  boat,
  robot,
  xylophone,
  duck,
  horse,
  dice,
}
