import {
  ink,
  leaf,
  leafDark,
  metal,
  metalDark,
  metalLight,
  paper,
  white,
  wood,
  woodDark,
  woodLight,
} from '../colours.ts'
import { around, both, box, disc, each, type Motif, oval, ring, shape, stroke, turned } from '../shapes.ts'

const steam = (x: number, y: number) =>
  stroke(
    `M${x} ${y}c-16 -18 14 -26 0 -48M${x + 34} ${y}c-16 -18 14 -26 0 -48M${x - 34} ${y}c-16 -18 14 -26 0 -48`,
    '#ffffffcc',
    8,
  )

const mug: Motif = (c, variant) => {
  if (variant === 1) {
    const cup = (x: number, y: number) =>
      stroke(`M${x + 48} ${y + 16}c40 -6 34 48 -8 44`, c.dark, 10) +
      shape(`M${x - 52} ${y}h104l-10 70q-4 20 -24 20h-36q-20 0 -24 -20Z`, c.main) +
      oval(x, y, 52, 12, '#5b3a29') +
      oval(x - 6, y + 42, 19, 13, c.dark) +
      oval(x, y + 98, 70, 13, c.light)
    return steam(150, 118) + cup(150, 148) + cup(236, 224)
  }
  if (variant === 2)
    return [
      steam(200, 122),
      shape('M78 150h244c0 100 -50 150 -84 164h-76c-34 -14 -84 -64 -84 -164Z', paper) +
        shape('M78 150h244q0 40 -10 70q-110 24 -224 0q-10 -30 -10 -70Z', c.main),
      oval(200, 150, 122, 26, c.dark) +
        oval(200, 154, 106, 20, '#c08a5a') +
        shape('M200 170c-40 -12 -34 -28 -16 -26c10 0 16 6 16 6s6 -6 16 -6c18 -2 24 14 -16 26Z', '#f5e4cf'),
      box(160, 310, 80, 16, '#e7ddc9', 6),
    ].join('')
  return [
    steam(184, 112),
    stroke('M268 176c76 -16 76 100 -6 96', c.dark, 22),
    box(100, 136, 172, 190, c.main, 30) +
      box(100, 136, 172, 60, c.main) +
      oval(186, 138, 86, 19, c.light) +
      oval(186, 140, 72, 13, '#5b3a29'),
    each(14, (i) => disc(116 + ((i * 61) % 142), 186 + ((i * 47) % 120), 3, c.accent)) +
      stroke('M118 176v110', c.light, 9),
  ].join('')
}

const teapot: Motif = (c, variant) =>
  [
    variant ? stroke('M118 170C120 40 280 40 282 170', ink, 12) : stroke('M280 190c86 -30 80 110 -14 100', c.dark, 18),
    shape('M128 270C70 250 80 190 42 160l26 -14c34 20 40 50 74 64Z', c.main),
    shape('M96 234c0 -84 208 -84 208 0c0 60 -40 92 -60 92h-88c-20 0 -60 -32 -60 -92Z', c.main),
    variant
      ? each(3, (i) => each(9 - i, (j) => disc(122 + j * 20 + i * 10, 226 + i * 24, 5, c.light)))
      : shape('M112 210c6 -22 30 -36 60 -38c-30 14 -44 40 -44 70c-14 -4 -20 -18 -16 -32Z', c.light) +
        stroke('M102 262q98 30 196 0', c.accent, 9),
    oval(200, 176, 66, 15, c.dark) + oval(200, 170, 52, 12, c.light) + disc(200, 152, 15, c.accent),
    variant ? box(150, 320, 100, 10, ink, 4) : '',
  ].join('')

const kettle: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M146 292C60 280 120 150 58 128', metalDark, 13),
        stroke('M262 160h70q14 0 12 16l-14 104', ink, 18),
        shape('M150 146h120l34 180h-190Z', c.main) + shape('M150 146h28l-26 180h-38Z', c.light),
        oval(210, 146, 60, 13, c.deep) +
          oval(210, 138, 52, 12, c.main) +
          disc(210, 118, 20, paper) +
          stroke('M210 118l8 -10', c.accent, 4) +
          ring(210, 118, 20, ink, 5),
        box(112, 312, 194, 14, c.deep, 5),
      ].join('')
    : [
        stroke('M116 190C110 50 290 50 284 190', ink, 17) + stroke('M166 92h68', c.accent, 20),
        shape('M110 246L48 190l20 -22 70 40Z', c.dark) + disc(54, 176, 15, ink),
        shape('M82 286c0 -150 236 -150 236 0v22q0 18 -18 18h-200q-18 0 -18 -18Z', c.main) +
          shape('M102 280c4 -60 40 -94 80 -98c-30 30 -40 60 -42 128h-30Z', c.light),
        oval(200, 178, 46, 11, c.deep) + disc(200, 160, 14, ink),
        box(82, 304, 236, 22, metal, 8),
        stroke('M34 154c-14 -10 -16 -22 -8 -34M52 146c-8 -12 -6 -24 4 -32', '#ffffffcc', 7),
      ].join('')

const pan: Motif = (c, variant) =>
  variant === 0
    ? turned(
        -36,
        170,
        220,
        box(262, 200, 140, 30, ink, 14) +
          disc(384, 215, 6, c.glow) +
          disc(282, 208, 4, metal) +
          disc(282, 222, 4, metal),
        disc(160, 214, 124, c.main) + disc(160, 214, 104, c.deep) + ring(160, 214, 112, c.light, 3),
        shape('M100 210c-10 -50 60 -70 90 -40c50 -6 60 60 20 80c-30 34 -104 20 -110 -40Z', white) +
          disc(156, 208, 27, '#f7b733') +
          disc(148, 200, 8, '#fbd77c'),
      )
    : [
        steam(170, 96),
        stroke('M290 214L382 176', '#b88a3e', 18),
        shape('M52 190h246v96q0 40 -40 40h-166q-40 0 -40 -40Z', c.main) +
          shape('M52 190h60v136h-20q-40 0 -40 -40Z', c.light) +
          stroke('M270 214v76', c.dark, 9),
        box(42, 176, 266, 20, c.dark, 9),
        shape('M58 176c10 -60 224 -60 234 0Z', c.light) + stroke('M150 128c0 -22 50 -22 50 0', '#b88a3e', 11),
      ].join('')

const casserole: Motif = (c, variant) =>
  variant === 0
    ? [
        both(stroke('M74 206h-32q-12 0 -12 14t12 14h32', c.dark, 15)),
        shape('M62 190h276v92q0 44 -44 44h-188q-44 0 -44 -44Z', c.main) +
          box(62, 190, 60, 96, c.light) +
          shape('M62 280h60v46h-16q-44 0 -44 -46Z', c.light),
        box(52, 180, 296, 20, c.deep, 10) +
          shape('M64 180c10 -70 262 -70 272 0Z', c.main) +
          stroke('M100 160c30 -20 60 -26 90 -27', c.light, 9),
        disc(200, 116, 21, '#d9aa58') + box(192, 126, 16, 12, '#b88a3e'),
      ].join('')
    : [
        steam(170, 126),
        box(264, 188, 116, 24, c.accent, 12) + disc(364, 200, 5, c.glow),
        shape('M74 160h200v130q0 36 -36 36h-128q-36 0 -36 -36Z', c.main) + box(92, 180, 22, 120, c.light, 10),
        shape('M54 154q10 10 20 10h200q10 0 20 -10v22h-240Z', c.dark) + oval(174, 160, 96, 14, '#fdf6e3'),
        each(3, (i) => stroke(`M222 ${216 + i * 28}h28`, c.deep, 4)),
      ].join('')

const knife: Motif = (c, variant) => {
  const chef = turned(
    -38,
    200,
    210,
    shape('M40 176H246v56C160 252 80 240 40 176Z', metal) + shape('M40 176H246v20C160 206 90 200 40 176Z', metalLight),
    box(240, 172, 22, 56, metalDark, 3) +
      shape('M260 176h110q18 14 8 44l-118 6Z', c.main) +
      each(3, (i) => disc(284 + i * 36, 200, 6, metalLight)),
  )
  if (variant === 0) return chef
  return [
    turned(
      -90,
      140,
      190,
      box(0, 172, 160, 34, metalLight, 4),
      shape(`M0 206${each(10, () => 'l8 8 8 -8')}Z`, metal),
      box(160, 170, 106, 38, c.main, 14),
      each(2, (i) => disc(190 + i * 44, 189, 5, white)),
    ),
    turned(
      -90,
      240,
      184,
      box(94, 190, 104, 24, metalLight, 10),
      shape(`M100 213${each(8, () => 'l6 6 6 -6')}Z`, metal),
      box(196, 186, 92, 32, c.accent, 12),
      disc(220, 202, 4, white),
      disc(262, 202, 4, white),
    ),
    box(58, 292, 284, 38, woodLight, 8) + each(4, (i) => stroke(`M${80 + i * 66} 312h46`, woodDark, 2)),
    disc(312, 264, 29, '#d8432f') + shape('M312 240l-14 -6 14 2 4 -10 2 10 12 0Z', leaf),
  ].join('')
}

const board: Motif = (c) =>
  turned(
    -14,
    200,
    200,
    box(84, 92, 232, 236, woodDark, 22) + box(84, 84, 232, 236, c.light, 22),
    `<clipPath id="b"><rect x="98" y="98" width="204" height="208" rx="12"/></clipPath><g clip-path="url(#b)">${each(36, (i) => box(98 + (i % 6) * 34, 98 + Math.floor(i / 6) * 35, 33, 34, [woodLight, woodDark, c.main, '#8a5a36'][(i * 7 + Math.floor(i / 6) * 3) % 4] ?? wood))}</g>`,
    disc(292, 108, 11, c.glow),
    turned(24, 230, 220, oval(210, 230, 54, 24, leaf), oval(204, 224, 40, 12, '#7cb96f')) +
      each(
        4,
        (i) =>
          disc(150 + i * 20, 262 + (i % 2) * 16, 14, '#d8432f') + disc(150 + i * 20, 262 + (i % 2) * 16, 9, '#f08a78'),
      ),
  )

const press: Motif = (c) =>
  [
    box(196, 34, 8, 90, metalDark) + disc(200, 38, 17, c.main),
    stroke('M272 150h50q10 0 10 12v110q0 12 -10 12h-50', c.main, 17),
    box(128, 118, 144, 208, '#ffffff99', 12) +
      box(136, 190, 128, 128, '#5b3a29', 8) +
      oval(200, 190, 64, 9, '#a8754c') +
      box(136, 176, 128, 12, metalDark, 4) +
      stroke('M200 120V180', metalDark, 7),
    shape('M128 128l-26 -16 22 -6h148q8 0 8 12v10Z', metal) + box(124, 104, 152, 20, metalDark, 9),
    both(box(122, 128, 10, 198, metal)) + box(118, 230, 164, 12, metal) + box(114, 310, 172, 18, metalDark, 8),
    stroke('M150 206v90', '#8a6248', 7),
  ].join('')

const moka: Motif = (c) =>
  [
    steam(186, 80),
    stroke('M252 122h66q10 0 8 14l-14 94', ink, 19),
    shape('M132 118h128l-18 96h-92Z', metal) +
      shape('M132 118h40l4 96h-26Z', metalLight) +
      shape('M228 118h32l-18 96h-22Z', metalDark),
    shape('M132 118l-26 -6 16 -8h138v14Z', metalDark) + shape('M144 106q52 -34 104 0Z', metal) + disc(196, 84, 12, ink),
    box(142, 210, 108, 18, c.main, 5),
    shape('M146 228h100l26 86q4 12 -10 12h-132q-14 0 -10 -12Z', metal) +
      shape('M146 228h34l-14 98h-36q-14 0 -10 -12Z', metalLight) +
      shape('M222 228h24l26 86q4 12 -10 12h-22Z', metalDark),
    disc(196, 260, 8, c.accent),
  ].join('')

const mill: Motif = (c) =>
  [
    shape('M160 326c-12 -40 20 -60 20 -100c0 -30 -16 -40 -16 -60h72c0 20 -16 30 -16 60c0 40 32 60 20 100Z', c.main) +
      shape('M170 320c-4 -40 22 -50 22 -94c0 -20 -8 -34 -12 -54h14c0 60 6 90 -4 148Z', c.light),
    box(156, 152, 88, 18, c.dark, 8) + shape('M160 152c-10 -60 90 -60 80 0Z', c.main) + oval(184, 124, 12, 10, c.light),
    box(190, 84, 20, 22, metalDark) + disc(200, 76, 15, metal) + box(150, 314, 100, 14, c.dark, 6),
    each(9, (i) => disc(276 + ((i * 29) % 66), 318 - ((i * 17) % 22), 7, i % 3 ? ink : '#5a4636')),
    shape('M96 322c0 -20 26 -26 36 -12Z', leafDark) + disc(98, 318, 8, ink) + disc(78, 322, 7, ink),
  ].join('')

const bowls: Motif = (c) =>
  [
    [200, 96, 62, c.pale],
    [200, 142, 88, c.accent],
    [200, 190, 114, c.light],
    [200, 238, 138, c.main],
  ]
    .map(([x, y, radius, fill]) => {
      const cx = Number(x),
        cy = Number(y),
        r = Number(radius)
      return (
        shape(
          `M${cx - r} ${cy}h${2 * r}c0 ${r * 0.5} -${r * 0.4} 86 -${r * 0.6} 88h-${r * 0.8}c-${r * 0.2} -2 -${r * 0.6} -38 -${r * 0.6} -88Z`,
          String(fill),
        ) +
        oval(cx, cy, r, r * 0.13, c.deep) +
        oval(cx, cy - 3, r, r * 0.13, String(fill)) +
        oval(cx, cy - 1, r * 0.9, r * 0.09, c.dark)
      )
    })
    .join('')

const rollingpin: Motif = (c) =>
  [
    oval(200, 284, 168, 44, '#efd39a') + oval(200, 278, 168, 44, '#f8e3b4'),
    each(8, (i) => disc(90 + ((i * 83) % 230), 304 - ((i * 31) % 44), 3, white)),
    turned(
      -14,
      200,
      212,
      shape(
        'M8 212C14 190 70 172 130 170H270C330 172 386 190 392 212C386 234 330 252 270 254H130C70 252 14 234 8 212Z',
        wood,
      ),
      shape(
        'M22 204C60 184 90 176 132 175H268C310 176 340 184 378 204C330 194 290 192 200 192S70 194 22 204Z',
        woodLight,
      ),
      shape(
        'M14 222C70 236 120 240 200 240S330 236 386 222C370 240 320 252 270 254H130C80 252 30 240 14 222Z',
        woodDark,
      ),
      stroke('M120 214H200M236 222h60M150 224h34', woodDark, 3),
    ),
    shape('M300 278l8 14 16 -2 -6 14 10 12 -16 0 -8 14 -6 -14 -16 -2 10 -12Z', c.main),
    ring(118, 296, 18, c.accent, 7),
  ].join('')

const utensils: Motif = (c) =>
  [
    turned(
      -18,
      170,
      220,
      stroke('M160 220V120', wood, 11),
      oval(160, 84, 27, 40, wood),
      oval(160, 88, 16, 26, woodDark),
    ),
    stroke('M196 220V110', woodLight, 11) +
      box(176, 40, 42, 84, woodLight, 14) +
      each(3, (i) => box(184 + i * 11, 56, 5, 52, woodDark, 2)),
    turned(
      14,
      220,
      220,
      stroke('M226 220V120', metalDark, 7),
      each(
        4,
        (i) =>
          `<ellipse cx="226" cy="82" rx="${6 + i * 9}" ry="46" fill="none" stroke="${metalDark}" stroke-width="4"/>`,
      ),
    ),
    turned(30, 240, 230, stroke('M248 230V116', woodDark, 11), shape('M220 70h56l-8 56h-40Z', woodDark)),
    shape('M118 190h164l-10 120q-2 16 -18 16h-108q-16 0 -18 -16Z', c.main) +
      shape('M118 190h40l-2 136h-10q-16 0 -18 -16Z', c.light) +
      oval(200, 190, 82, 14, c.deep) +
      box(124, 238, 152, 14, c.accent),
  ].join('')

const toaster: Motif = (c) =>
  [
    both(
      shape('M112 190v-70q-16 -30 12 -36h44q28 6 12 36v70Z', '#c98a4b'),
      shape('M122 190v-68q-10 -22 6 -26h36q16 4 6 26v68Z', '#eec083'),
    ),
    both(box(96, 312, 40, 16, ink, 6)),
    shape('M64 216q0 -46 46 -46h180q46 0 46 46v84q0 18 -18 18h-236q-18 0 -18 -18Z', c.main) +
      shape('M64 216q0 -46 46 -46h20q-30 10 -30 46v102h-18q-18 0 -18 -18Z', c.light),
    both(box(104, 170, 84, 14, c.deep, 7)),
    box(332, 206, 14, 70, c.deep, 5) + box(322, 216, 36, 18, ink, 8),
    disc(200, 262, 26, c.dark) +
      disc(200, 262, 18, paper) +
      stroke('M200 262l9 -11', c.accent, 5) +
      stroke('M240 250h48M240 272h48', c.dark, 6),
  ].join('')

const blender: Motif = (c) =>
  [
    box(164, 48, 72, 26, ink, 8) + box(146, 68, 108, 18, c.dark, 8),
    stroke('M264 112h34q10 0 8 12l-12 70q-2 12 -14 12h-20', c.dark, 13),
    shape('M140 84h120l-14 140h-92Z', '#ffffffaa') +
      shape('M145 130q55 -22 110 0l-9 94h-92Z', '#e4678a') +
      disc(176, 156, 9, '#f49cb4') +
      disc(216, 178, 7, '#f49cb4') +
      disc(190, 196, 6, '#f49cb4') +
      stroke('M156 98l10 110', white, 6),
    box(148, 220, 104, 18, metalDark, 4),
    shape('M146 238h108l26 76q4 12 -10 12h-140q-14 0 -10 -12Z', c.main) +
      disc(200, 282, 23, c.accent) +
      disc(200, 282, 15, paper) +
      stroke('M200 282v-11', ink, 5) +
      both(disc(152, 294, 6, c.pale)),
  ].join('')

const scale: Motif = (c) =>
  [
    shape('M92 110h216q-16 66 -76 66h-64q-60 0 -76 -66Z', metal) +
      oval(200, 110, 108, 15, metalLight) +
      disc(172, 92, 28, '#d8432f') +
      disc(222, 90, 30, '#e4573e') +
      stroke('M172 66q4 -12 12 -14M222 62q2 -12 -6 -16', leafDark, 5),
    box(184, 172, 32, 20, metalDark),
    shape('M112 188h176q16 0 20 16l26 104q4 18 -14 18h-240q-18 0 -14 -18l26 -104q4 -16 20 -16Z', c.main),
    disc(200, 256, 58, paper) +
      ring(200, 256, 58, c.dark, 7) +
      each(12, (i) => {
        const [x, y] = around(200, 256, 46, i * 30)
        return disc(x, y, 3, ink)
      }),
    stroke('M200 256L228 226', c.accent, 6) + disc(200, 256, 8, ink),
  ].join('')

const lunchbox: Motif = (c) =>
  [
    stroke('M118 300V104q0 -40 40 -40h84q40 0 40 40v196', metalDark, 11) + box(168, 52, 64, 22, c.accent, 10),
    each(
      3,
      (i) =>
        box(84, 112 + i * 70, 232, 66, i === 1 ? metalLight : i ? c.main : c.light, 20) +
        box(84, 112 + i * 70, 232, 15, i === 1 ? metal : i ? c.dark : c.main, 7),
    ),
    both(box(84, 176, 30, 26, ink, 6), box(84, 246, 30, 26, ink, 6)),
    box(130, 88, 140, 26, c.main, 12) + stroke('M140 148h50M140 288h50', white, 5),
  ].join('')

const jars: Motif = (c) => {
  const jar = (x: number, y: number, width: number, fill: string) =>
    box(x, y + 20, width, 306 - y, '#ffffffaa', 14) +
    box(x + 8, y + 70, width - 16, 248 - y, fill, 9) +
    box(x + 4, y, width - 8, 30, woodLight, 8) +
    box(x + 4, y + 20, width - 8, 8, woodDark, 3) +
    stroke(`M${x + 14} ${y + 46}v${190 - y * 0.6}`, white, 5)
  return [
    jar(54, 112, 96, '#e9c46a') + each(5, (i) => stroke(`M${72 + i * 14} 190v116`, '#c99b3c', 4)),
    jar(156, 68, 94, c.main) + each(16, (i) => disc(174 + (i % 4) * 19, 150 + Math.floor(i / 4) * 42, 7, c.light)),
    jar(256, 152, 92, '#a9673c') +
      each(
        6,
        (i) =>
          disc(280 + (i % 2) * 42, 240 + Math.floor(i / 2) * 30, 16, '#c98a55') +
          disc(284 + (i % 2) * 42, 238 + Math.floor(i / 2) * 30, 3, ink),
      ),
  ].join('')
}

export const kitchenMotifs: Readonly<Record<string, Motif>> = {
  mug,
  teapot,
  kettle,
  pan,
  casserole,
  knife,
  board,
  press,
  moka,
  mill,
  bowls,
  rollingpin,
  utensils,
  toaster,
  blender,
  scale,
  lunchbox,
  jars,
}
