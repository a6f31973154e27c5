import { ink, metal, metalDark, metalLight, paper, white, wood } from '../colours.ts'
import { both, box, disc, each, type Motif, oval, ring, shape, stroke, turned } from '../shapes.ts'

const brass = '#d9aa58'

const backpack: Motif = (c, variant) => {
  const straps = both(stroke('M124 150c-46 40 -46 120 -22 156', c.deep, 18))
  const handle = stroke('M174 92c0 -44 52 -44 52 0', c.deep, 11)
  if (variant === 1)
    return [
      straps,
      shape('M116 140q84 -26 168 0v166q0 22 -22 22h-124q-22 0 -22 -22Z', c.main),
      box(112, 84, 176, 62, c.light, 12) + stroke('M112 104h176M112 124h176', c.main, 5),
      both(stroke('M122 112c-24 10 -20 60 -6 84', c.accent, 8)),
      box(180, 92, 40, 26, c.deep, 6) + box(186, 98, 28, 14, c.accent, 4),
      shape('M116 240h168v66q0 22 -22 22h-124q-22 0 -22 -22Z', c.dark),
      box(142, 256, 116, 8, c.accent, 4),
    ].join('')
  if (variant === 2)
    return [
      straps,
      both(shape('M118 120L104 44L182 84Z', c.main), shape('M124 102L118 66L158 86Z', c.accent)),
      box(104, 84, 192, 244, c.main, 84),
      shape('M108 210q92 -46 184 0v36q0 82 -92 82t-92 -82Z', paper),
      both(disc(156, 176, 12, ink), disc(159, 172, 4, white), oval(134, 214, 15, 9, c.light)),
      shape('M184 208h32q-2 18 -16 18t-16 -18Z', ink) +
        stroke('M200 226c-4 20 -26 20 -32 8M200 226c4 20 26 20 32 8', ink, 5),
      box(146, 262, 108, 50, c.light, 20) + stroke('M156 276h88', c.dark, 6),
    ].join('')
  if (variant === 3)
    return [
      straps,
      box(92, 288, 216, 40, c.accent, 20) + disc(112, 308, 20, c.accentDark) + disc(112, 308, 9, c.accentLight),
      box(116, 96, 168, 200, c.main, 34),
      shape('M108 110q92 -80 184 0l-8 40h-168Z', c.dark),
      both(box(92, 176, 30, 96, c.dark, 12), box(146, 130, 12, 166, c.deep)),
      box(140, 196, 24, 14, brass, 4) + box(236, 196, 24, 14, brass, 4),
      box(166, 214, 68, 66, c.light, 12) + stroke('M174 230h52', c.deep, 5),
      handle,
    ].join('')
  if (variant === 4)
    return [
      straps,
      handle,
      box(118, 86, 164, 242, c.main, 30),
      stroke('M132 300V118q0 -18 18 -18h100q18 0 18 18v182', c.deep, 6),
      box(140, 200, 120, 110, c.dark, 16) + stroke('M150 216h100', c.accent, 6) + stroke('M246 216v20', c.accent, 6),
      box(180, 140, 40, 10, c.light, 5),
    ].join('')
  return [
    straps,
    handle,
    box(112, 88, 176, 240, c.main, 54),
    shape('M112 150v-10q0 -52 54 -52h68q54 0 54 52v24q-88 44 -176 0Z', c.light),
    both(box(150, 150, 14, 80, c.accent, 5), box(147, 196, 20, 16, brass, 4)),
    box(132, 222, 136, 92, c.dark, 20) + shape('M132 240q0 -18 20 -18h96q20 0 20 18q-68 28 -136 0Z', c.main),
    box(192, 246, 16, 20, brass, 4),
  ].join('')
}

const miniBackpack: Motif = (c) =>
  [
    both(stroke('M138 160c-40 30 -44 100 -24 136', c.deep, 13)),
    stroke('M176 108c0 -40 48 -40 48 0', c.deep, 10),
    shape('M200 100c66 0 84 60 88 140c4 66 -20 88 -88 88s-92 -22 -88 -88c4 -80 22 -140 88 -140Z', c.main),
    stroke('M136 190c6 -54 34 -68 64 -68s58 14 64 68', brass, 6),
    disc(264, 194, 8, brass),
    box(142, 214, 116, 88, c.dark, 30) + stroke('M156 236h88', brass, 5) + stroke('M172 236v16', brass, 5),
    shape('M226 130c20 6 30 22 34 44c-22 -4 -32 -22 -34 -44Z', c.light),
  ].join('')

const tote: Motif = (c, variant) => {
  const handles = (colour: string, width: number) => stroke('M148 176V116c0 -76 104 -76 104 0v60', colour, width)
  if (variant === 2)
    return [
      handles(c.deep, 11),
      shape('M92 156h216l18 172h-252Z', c.main) + shape('M92 156h216l3 26h-222Z', c.light),
      stroke('M102 172l-14 142M298 172l14 142', c.dark, 3).replace('/>', ' stroke-dasharray="9 8"/>'),
      both(shape('M136 156h26v44l-13 12 -13 -12Z', c.deep), disc(149, 184, 5, brass)),
      disc(200, 190, 10, brass),
      shape('M222 240l62 6v50l-62 -4Z', c.dark),
    ].join('')
  if (variant === 3)
    return [
      stroke('M140 300V110c0 -64 120 -64 120 0v190', paper, 15) +
        stroke('M140 300V110c0 -64 120 -64 120 0v190', c.accent, 4).replace('/>', ' stroke-dasharray="3 12"/>'),
      shape('M74 160h252l-22 168h-208Z', paper),
      shape('M90 262h220l-8 66h-204Z', c.main) + shape('M90 262h220l-1 10h-218Z', c.dark),
      stroke('M140 160v140M260 160v140', c.accent, 12),
      shape('M74 160h252l-2 16h-248Z', c.pale),
      ring(200, 192, 8, c.main, 5) + stroke('M200 200v44M186 212h28M174 224c0 28 52 28 52 0', c.main, 6),
    ].join('')
  return [
    handles(variant ? c.accent : c.accent, 13),
    shape('M96 160h208l12 168h-232Z', variant ? paper : c.main),
    shape('M96 160h208l1 14h-210Z', variant ? c.pale : c.light),
    variant
      ? [
          stroke('M200 304V208', c.dark, 5),
          both(
            each(3, (i) =>
              shape(`M200 ${290 - i * 32}c-20 -34 -52 -30 -64 -16c16 22 44 26 64 16Z`, i % 2 ? c.light : c.main),
            ),
          ),
          shape('M200 216c-16 -20 -12 -34 0 -48c12 14 16 28 0 48Z', c.main),
        ].join('')
      : each(3, (i) => shape(`M${92 - i * 2.6} ${218 + i * 30}h${216 + i * 5}l1 14h-${218 + i * 5}Z`, c.accent)),
  ].join('')
}

const messenger: Motif = (c, variant) => {
  const strap = stroke('M92 190C60 40 340 40 308 190', c.deep, 13)
  if (variant === 1)
    return [
      strap,
      box(80, 160, 240, 166, c.dark, 14),
      shape('M72 150h256v84q0 30 -34 30h-188q-34 0 -34 -30Z', c.main),
      stroke('M82 162v72q0 20 26 20h184q26 0 26 -20v-72', c.light, 3).replace('/>', ' stroke-dasharray="8 7"/>'),
      both(box(124, 196, 26, 100, c.deep, 6), box(118, 244, 38, 28, brass, 5), box(126, 251, 22, 14, c.deep, 2)),
      stroke('M170 152c0 -40 60 -40 60 0', c.deep, 11),
    ].join('')
  if (variant === 2)
    return [
      strap,
      shape('M158 190C150 110 176 66 198 66s40 50 34 124Z', '#e2b36b') +
        each(3, (i) => stroke(`M180 ${106 + i * 26}l34 -14`, '#b67f3f', 6)),
      shape('M236 190c-20 -60 10 -96 40 -110c4 46 0 84 -20 110Z', '#4f9a5b'),
      shape('M80 178h240l-14 150h-212Z', c.main) + shape('M80 178h240l-3 30h-234Z', c.dark),
      box(100, 230, 200, 76, c.light, 14) + box(184, 206, 32, 50, c.accent, 6),
      both(disc(98, 194, 7, metalLight)),
    ].join('')
  return [
    strap,
    box(70, 164, 260, 162, c.dark, 20),
    shape('M64 150h272v104q0 22 -22 22h-228q-22 0 -22 -22Z', c.main),
    box(64, 216, 272, 12, metalLight) + box(64, 238, 272, 12, metalLight),
    box(186, 150, 30, 150, c.accent, 4) + box(180, 262, 42, 34, ink, 8) + box(192, 270, 18, 18, metal, 4),
  ].join('')
}

const suitcase: Motif = (c, variant) => {
  const wheels = both(box(118, 318, 22, 14, ink, 6))
  if (variant === 2)
    return [
      stroke('M166 138c0 -44 68 -44 68 0', c.deep, 13),
      box(54, 136, 292, 190, c.main, 20),
      box(54, 214, 292, 8, c.deep),
      both(
        shape('M54 176v-20q0 -20 20 -20h20q0 40 -40 40ZM54 286v20q0 20 20 20h20q0 -40 -40 -40Z', c.deep),
        box(98, 136, 22, 190, c.accent),
        box(96, 206, 26, 26, brass, 4),
      ),
      box(184, 204, 32, 28, brass, 5) + disc(200, 218, 5, ink),
      turned(
        -12,
        250,
        270,
        box(220, 248, 70, 44, paper, 4),
        disc(240, 270, 13, c.light),
        stroke('M262 262h18M262 272h18', c.accent, 4),
      ),
    ].join('')
  if (variant === 3)
    return [
      stroke('M150 170C120 60 240 40 300 90', c.accent, 9),
      both(disc(118, 310, 22, ink), disc(118, 310, 9, c.accent)),
      box(64, 172, 272, 134, c.main, 60),
      shape('M124 172q76 -44 152 0Z', c.dark),
      stroke('M64 240h272', c.deep, 5),
      stroke('M108 168c-20 -40 -56 -30 -62 -14M292 168c20 -40 56 -30 62 -14', c.deep, 11),
      disc(116, 214, 15, white) + disc(119, 216, 8, ink) + disc(284, 214, 15, white) + disc(281, 216, 8, ink),
      stroke('M172 260c10 14 46 14 56 0', c.deep, 6) + oval(98, 250, 15, 8, c.accent) + oval(302, 250, 15, 8, c.accent),
    ].join('')
  return [
    stroke('M162 112V52h76v60', metalDark, 9) + box(154, 42, 92, 20, ink, 10),
    wheels,
    variant ? box(84, 96, 232, 226, c.main, 28) : box(106, 104, 188, 218, c.main, 28),
    variant
      ? each(4, (i) => box(96, 132 + i * 44, 208, 16, i % 2 ? c.dark : c.light, 8)) +
        both(box(128, 96, 18, 226, c.accent), box(124, 196, 26, 24, ink, 5))
      : each(5, (i) => box(126 + i * 33, 120, 15, 186, i % 2 ? c.light : c.dark, 7)) + box(176, 104, 48, 22, ink, 6),
    stroke('M180 104c0 -16 40 -16 40 0', ink, 8),
  ].join('')
}

const duffel: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M150 224C130 60 270 60 250 224', c.deep, 12),
        shape('M70 200q0 -40 40 -40h180q40 0 40 40v126h-260Z', c.main),
        shape('M70 270h260v56h-260Z', c.accent) +
          stroke('M78 280h244', paper, 2).replace('/>', ' stroke-dasharray="7 6"/>'),
        stroke('M96 170h208', brass, 6) + stroke('M112 170v18', brass, 5),
        box(142, 176, 16, 150, c.deep, 3) + box(242, 176, 16, 150, c.deep, 3),
        both(disc(84, 214, 8, brass)),
        box(174, 88, 52, 26, c.accent, 9),
      ].join('')
    : [
        stroke('M130 190C120 80 280 80 270 190', ink, 11),
        box(48, 166, 304, 160, c.main, 70),
        shape('M48 246a70 80 0 0 1 66 -80h6v160h-6a70 80 0 0 1 -66 -80Z', c.dark) +
          each(4, (i) => disc(84, 216 + i * 20, 5, c.light)),
        shape('M352 246a70 80 0 0 0 -66 -80h-6v160h6a70 80 0 0 0 66 -80Z', c.dark),
        box(138, 166, 20, 160, c.accent) + box(242, 166, 20, 160, c.accent),
        stroke('M130 188h140', white, 6) +
          shape('M168 226h64l-14 70h-36Z', white) +
          shape('M184 244h32l-7 38h-18Z', c.main),
      ].join('')

const beltbag: Motif = (c) =>
  [
    stroke('M96 214C30 150 90 74 200 74s170 76 104 140', c.deep, 20),
    box(178, 58, 44, 32, ink, 8) + box(188, 66, 24, 16, metal, 4),
    shape('M76 206q0 -24 28 -24h192q28 0 28 24c0 70 -50 108 -124 108s-124 -38 -124 -108Z', c.main),
    shape('M102 236h196c-10 44 -46 66 -98 66s-88 -22 -98 -66Z', c.dark),
    stroke('M96 206h208', c.accent, 7) + stroke('M280 206v24', c.accent, 7),
    stroke('M126 250h148', c.light, 5),
  ].join('')

const wallet: Motif = (c, variant) =>
  variant === 0
    ? [
        turned(-10, 200, 220, box(122, 124, 150, 96, paper, 8), box(132, 110, 140, 90, c.accentLight, 8)),
        box(70, 160, 260, 164, c.dark, 18) + box(70, 154, 260, 160, c.main, 18),
        stroke('M84 168h232v132h-232Z', c.accent, 3).replace('/>', ' stroke-dasharray="9 7"/>'),
        box(250, 208, 86, 54, c.dark, 14) + disc(276, 235, 11, brass),
      ].join('')
    : [
        turned(8, 200, 200, box(118, 92, 168, 110, c.accent, 10), box(118, 112, 168, 20, ink)),
        turned(-5, 200, 200, box(112, 122, 176, 110, paper, 10), box(126, 138, 34, 26, brass, 4)),
        box(92, 172, 216, 154, c.main, 16),
        shape('M92 212l216 -26v20l-216 26Z', c.light) + shape('M92 250l216 -26v18l-216 26Z', c.dark),
        shape('M176 326a24 24 0 0 1 48 0Z', c.deep),
      ].join('')

const handbag: Motif = (c) =>
  [
    stroke('M126 210C126 50 274 50 274 210', c.deep, 15),
    shape('M60 200h280c0 90 -50 128 -140 128s-140 -38 -140 -128Z', c.main),
    shape('M60 200h280q-6 62 -140 62t-140 -62Z', c.light),
    both(ring(126, 204, 14, brass, 7)),
    box(180, 244, 40, 34, brass, 10) + disc(200, 261, 7, c.deep),
    stroke('M78 250c16 48 58 66 122 66', c.light, 4),
  ].join('')

const cubes: Motif = (c) =>
  [
    [70, 232, 260, 94, c.main, c.dark],
    [92, 148, 216, 80, c.accent, c.accentDark],
    [122, 82, 156, 62, c.light, c.main],
  ]
    .map(([x, y, width, height, fill, edge]) =>
      [
        box(Number(x), Number(y), Number(width), Number(height), String(fill), 18),
        box(Number(x) + 18, Number(y) + 16, Number(width) - 36, Number(height) - 32, String(edge), 8),
        each(4, (i) =>
          stroke(
            `M${Number(x) + 24 + i * ((Number(width) - 48) / 4)} ${Number(y) + 20}l16 ${Number(height) - 42}`,
            String(fill),
            3,
          ),
        ),
        stroke(`M${Number(x) + 14} ${Number(y) + 8}h${Number(width) - 40}`, white, 3),
        box(Number(x) + Number(width) - 30, Number(y) + 2, 10, 18, white, 4),
      ].join(''),
    )
    .join('')

const washbag: Motif = (c) =>
  [
    stroke('M318 232c50 -20 40 60 6 48', c.deep, 10),
    box(150, 84, 22, 120, white, 6) + box(150, 70, 22, 44, c.accent, 6),
    box(186, 108, 44, 96, c.light, 10) + box(194, 90, 28, 22, ink, 5),
    stroke('M258 190V96', wood, 10) + box(250, 70, 18, 44, c.accentLight, 6),
    shape('M78 196q122 -34 244 0v104q0 26 -26 26h-192q-26 0 -26 -26Z', c.main),
    shape('M78 196q122 -34 244 0q-122 34 -244 0Z', c.deep),
    stroke('M78 198q122 32 244 0', brass, 6),
    box(78, 250, 244, 22, c.accent) + box(180, 238, 40, 46, c.dark, 8),
  ].join('')

export const bagMotifs: Readonly<Record<string, Motif>> = {
  backpack: (c, variant) => (variant === 5 ? miniBackpack(c, 0) : backpack(c, variant)),
  tote,
  messenger,
  suitcase,
  duffel,
  beltbag,
  wallet,
  handbag,
  cubes,
  washbag,
}
