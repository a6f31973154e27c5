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

const tent: Motif = (c, variant) => {
  if (variant === 1)
    return [
      shape('M40 326C44 190 100 96 200 88C300 96 356 190 360 326Z', c.main) +
        shape('M40 326C44 190 100 96 200 88C150 130 120 220 118 326Z', c.light),
      shape('M150 326C152 240 176 190 210 186C246 190 268 240 270 326Z', c.deep) +
        shape('M210 186C176 190 152 240 150 326H186C190 260 196 210 210 186Z', c.accent),
      stroke('M62 300C70 190 120 100 200 88C280 100 330 190 338 300', c.accent, 6),
      box(290, 230, 40, 34, '#bfe0f2', 8) + stroke('M310 230v34M290 247h40', paper, 4),
      stroke('M40 320l-22 14M360 320l22 14', ink, 4),
    ].join('')
  if (variant === 2)
    return [
      oval(200, 322, 180, 20, '#ecd39b'),
      shape('M52 318C60 160 180 96 320 150C352 200 352 280 340 318Z', c.dark) +
        shape('M52 318C60 160 180 96 320 150C220 170 180 240 176 318Z', c.main) +
        shape('M110 200C150 140 220 110 320 150C250 146 170 170 132 318H92C90 270 96 230 110 200Z', c.light),
      turned(-10, 250, 290, box(206, 292, 92, 24, c.accent, 10), stroke('M220 304h64', paper, 5)) +
        disc(314, 296, 23, '#e4573e') +
        shape('M314 273a23 23 0 0 1 20 34l-20 -11Z', white),
      disc(68, 92, 27, c.accent),
    ].join('')
  return [
    shape('M40 326L172 96L360 326Z', c.dark) +
      shape('M40 326L172 96L256 326Z', c.main) +
      shape('M40 326L172 96L126 326Z', c.light),
    shape('M126 326L170 150L214 326Z', c.deep) + shape('M170 150L214 326L236 326Z', c.accent),
    stroke('M172 96l-10 -20M172 96l14 -18', woodDark, 6) + stroke('M40 326l-22 8M360 326l20 8M172 96L70 330', paper, 3),
    shape('M316 300l20 -60 20 60ZM320 270l16 -50 16 50Z', leafDark) + shape('M40 300l16 -50 16 50Z', leaf),
  ].join('')
}

const sleepingbag: Motif = (c) =>
  turned(
    -24,
    200,
    210,
    shape('M140 84Q200 10 260 84C292 130 280 260 250 352Q200 380 150 352C120 260 108 130 140 84Z', c.dark),
    shape('M148 92Q200 26 252 92C280 140 270 254 242 344Q200 366 158 344C130 254 120 140 148 92Z', c.main),
    each(6, (i) =>
      stroke(`M${136 + Math.max(0, i - 2) * 5} ${170 + i * 30}q64 22 ${128 - Math.max(0, i - 2) * 10} 0`, c.dark, 4),
    ),
    oval(200, 112, 44, 50, c.accentDark) + oval(200, 120, 34, 38, c.accentLight) + box(174, 104, 52, 40, white, 16),
    stroke('M236 150C262 200 256 270 240 330', paper, 5) + box(234, 186, 10, 18, c.accent, 4),
  )

const mat: Motif = (c) =>
  [
    shape('M190 180L356 232V312L110 322V262Z', c.main) +
      each(4, (i) => stroke(`M${178 + i * 44} ${206 + i * 12}L${168 + i * 44} 316`, c.dark, 5)) +
      shape('M110 312L356 302V314L110 326Z', c.dark),
    disc(124, 232, 92, c.dark) +
      disc(124, 232, 80, c.main) +
      each(4, (i) => ring(124, 232, 66 - i * 17, i % 2 ? c.light : c.dark, 6)),
    box(88, 132, 20, 200, c.accent, 8) + box(142, 132, 20, 200, c.accent, 8),
    box(332, 296, 30, 14, ink, 5),
  ].join('')

const boot: Motif = (c, variant) =>
  variant === 0
    ? [
        shape('M110 92h104v96l92 46q26 14 26 50v12H100Z', c.main) +
          shape('M110 92h34v204h-44Z', c.dark) +
          shape('M244 204l62 30q26 14 26 50v12h-60Z', c.dark),
        box(104, 74, 116, 30, c.deep, 13) + shape('M196 104h20v84l20 10v40l-40 -30Z', c.accentLight),
        each(5, (i) => stroke(`M178 ${120 + i * 24}l${42 + Math.max(0, i - 2) * 10} ${4 + i * 3}`, c.accent, 7)),
        box(92, 292, 250, 20, ink, 6) +
          each(9, (i) => box(96 + i * 28, 308, 18, 18, ink, 3)) +
          stroke('M104 290h232', c.light, 5),
      ].join('')
    : [
        shape('M206 96h88v150l50 16q20 8 20 34v16H206Z', c.dark) +
          box(200, 312, 168, 16, c.deep, 6) +
          box(206, 112, 88, 14, c.accent),
        shape('M78 74h96v170l60 20q24 8 24 36v14H78Z', c.main) +
          shape('M78 74h28v240h-28Z', c.light) +
          box(70, 70, 112, 18, c.dark, 8) +
          box(78, 104, 96, 16, c.accent),
        box(70, 308, 194, 20, c.deep, 7) + stroke('M190 266q34 8 40 20', c.light, 6),
        oval(310, 334, 50, 6, '#8fbfe0') + oval(100, 338, 60, 6, '#8fbfe0'),
      ].join('')

const stove: Motif = (c) =>
  [
    box(112, 74, 156, 96, metal, 12) +
      box(104, 66, 172, 16, metalDark, 8) +
      box(174, 50, 32, 18, ink, 7) +
      stroke('M264 106h60q8 0 8 10', metalDark, 9) +
      box(124, 88, 16, 70, metalLight, 8),
    both(stroke('M132 182L176 222', metalDark, 9), stroke('M118 176h40', metalDark, 9)),
    each(5, (i) => shape(`M${160 + i * 18} 206c-8 -14 0 -20 6 -32c8 12 12 20 6 32Z`, i % 2 ? '#4a8fd9' : '#8fc1f2')),
    box(170, 206, 60, 18, ink, 6) +
      box(190, 222, 20, 24, metalDark) +
      stroke('M208 232h50', metalDark, 7) +
      ring(272, 232, 12, c.accent, 7),
    shape('M140 260q60 -30 120 0v52q0 14 -14 14h-92q-14 0 -14 -14Z', c.main) +
      shape('M140 260q20 -12 40 -14v80h-26q-14 0 -14 -14Z', c.light) +
      box(140, 278, 120, 22, paper) +
      shape('M200 280c14 14 8 18 0 18s-14 -4 0 -18Z', c.accent),
  ].join('')

const torch: Motif = (c) =>
  turned(
    -32,
    200,
    200,
    shape('M276 156L410 90V310L276 244Z', '#fff0bd99'),
    box(36, 168, 170, 64, c.main, 18) +
      each(6, (i) => box(66 + i * 16, 168, 7, 64, c.deep)) +
      box(36, 168, 24, 64, c.dark, 12),
    box(196, 160, 26, 80, c.dark) +
      shape('M222 164L276 144V256L222 236Z', c.light) +
      box(270, 138, 18, 124, c.dark, 8) +
      oval(288, 200, 9, 52, '#fff0bd'),
    box(170, 158, 30, 16, c.accent, 7) + stroke('M38 204c-40 -10 -50 50 -10 70', c.accent, 6),
  )

const headlamp: Motif = (c) =>
  [
    stroke('M96 196C60 60 340 60 304 196', c.main, 26) +
      stroke('M200 96V180', c.main, 22) +
      each(5, (i) => stroke(`M${120 + i * 40} ${118 - (i % 4 ? 16 : 0)}l6 14`, c.light, 5)),
    stroke('M96 200q104 60 208 0', c.dark, 28) + stroke('M110 206q90 46 180 0', c.accent, 6),
    shape('M150 268L70 380H330L250 268Z', '#fff0bd99'),
    box(138, 190, 124, 86, ink, 28) +
      disc(182, 233, 29, metalLight) +
      disc(182, 233, 20, '#fff0bd') +
      disc(232, 233, 15, '#e4573e') +
      disc(232, 233, 7, '#f6a596'),
    box(186, 182, 28, 12, c.accent, 5),
  ].join('')

const flask: Motif = (c, variant) => {
  if (variant === 1)
    return [
      stroke('M166 96C120 60 130 160 156 150', c.accent, 7),
      box(160, 62, 80, 50, c.accent, 10) + each(5, (i) => stroke(`M${172 + i * 14} 70v34`, c.accentDark, 3)),
      shape('M156 112h88q34 18 34 58v132q0 24 -24 24h-108q-24 0 -24 -24V170q0 -40 34 -58Z', '#ffffff88') +
        shape('M122 196h156v106q0 24 -24 24h-108q-24 0 -24 -24Z', c.main) +
        oval(200, 196, 78, 11, c.light),
      each(5, (i) => stroke(`M250 ${216 + i * 20}h${i % 2 ? 12 : 20}`, white, 4)) + stroke('M140 168v120', white, 7),
    ].join('')
  if (variant === 2)
    return [
      stroke('M262 190h44q12 0 12 14v60q0 14 -12 14h-44', c.dark, 15),
      box(116, 110, 168, 52, c.accent, 16) +
        box(128, 96, 144, 22, c.accentDark, 10) +
        stroke('M156 108h88', c.accentLight, 6),
      box(110, 156, 180, 170, c.main, 36) + box(110, 176, 180, 20, metal) + box(128, 210, 24, 90, c.light, 12),
      turned(64, 84, 260, box(76, 180, 14, 100, metal, 6), oval(83, 176, 21, 30, metalLight)),
    ].join('')
  return [
    box(146, 52, 108, 78, metal, 18) + box(146, 52, 36, 78, metalLight, 16) + box(138, 118, 124, 20, metalDark, 6),
    box(138, 132, 124, 194, c.main, 22) + box(152, 150, 22, 156, c.light, 11) + box(138, 282, 124, 20, c.accent),
    shape('M184 250l24 -50 18 32 10 -14 16 32Z', c.pale),
    stroke('M262 160c40 10 40 80 0 90', c.dark, 11),
  ].join('')
}

const compass: Motif = (c) =>
  [
    stroke('M200 96C150 20 260 20 330 60', c.accent, 8),
    ring(200, 88, 15, '#d9aa58', 8),
    disc(200, 212, 118, '#b88a3e') + disc(200, 206, 118, '#d9aa58') + disc(200, 206, 98, paper),
    each(24, (i) => {
      const [ax, ay] = around(200, 206, 92, i * 15)
      const [bx, by] = around(200, 206, i % 6 ? 84 : 72, i * 15)
      return `M${ax.toFixed(0)} ${ay.toFixed(0)}L${bx.toFixed(0)} ${by.toFixed(0)}`
    }).replace(/^(.*)$/, (path) => stroke(path, ink, 3)),
    turned(28, 200, 206, shape('M200 126l18 80h-36Z', c.main), shape('M200 286l18 -80h-36Z', metalDark)) +
      disc(200, 206, 10, ink) +
      shape('M130 160q40 -50 100 -44q-60 10 -90 60Z', '#ffffff99'),
  ].join('')

const binoculars: Motif = (c) =>
  [
    stroke('M108 150C60 40 340 40 292 150', ink, 7),
    both(
      box(112, 92, 66, 60, ink, 14),
      shape('M104 140h84l8 150h-118Z', c.main),
      shape('M104 140h26l-14 150h-38Z', c.light),
      box(68, 278, 132, 44, c.deep, 16),
      oval(134, 318, 56, 9, '#8fc1f2'),
      box(96, 190, 92, 12, c.accent),
    ),
    box(176, 160, 48, 90, c.deep, 10) +
      box(186, 136, 28, 44, metalDark, 8) +
      each(3, (i) => stroke(`M188 ${146 + i * 11}h24`, metalLight, 3)),
  ].join('')

const kayak: Motif = (c) =>
  [
    each(3, (i) =>
      stroke(`M${40 + i * 18} ${316 + i * 12}q22 -12 44 0t44 0t44 0t44 0t44 0t44 0`, i % 2 ? '#9fd0ea' : '#6fb4dc', 6),
    ),
    turned(
      -26,
      200,
      200,
      shape('M-10 206Q90 150 200 150T410 206Q310 262 200 262T-10 206Z', c.main) +
        shape('M-10 206Q90 222 200 222T410 206Q310 262 200 262T-10 206Z', c.dark) +
        stroke('M20 202Q100 172 150 168', c.light, 7),
      oval(204, 196, 62, 23, ink) + oval(214, 202, 44, 15, c.accent) + disc(320, 200, 13, ink) + disc(92, 200, 13, ink),
    ),
    turned(
      22,
      200,
      180,
      stroke('M40 150H360', wood, 9),
      oval(40, 150, 40, 17, c.accent),
      oval(360, 150, 40, 17, c.accent),
      stroke('M14 150h50M336 150h50', c.accentLight, 3),
    ),
  ].join('')

const campchair: Motif = (c, variant) =>
  variant === 0
    ? [
        stroke('M120 324L276 216M280 324L124 216M108 324h40M252 324h40', metalDark, 9),
        shape('M112 70q88 30 176 0l14 158q-102 50 -204 0Z', c.main) +
          shape('M98 216q102 50 204 0l-4 38q-98 50 -196 0Z', c.dark) +
          shape('M130 96q70 20 140 0l4 34q-74 20 -148 0Z', c.light),
        both(stroke('M112 72L98 216', metalDark, 8)) + stroke('M120 170l160 0', c.accent, 8),
      ].join('')
    : [
        stroke('M108 324L292 226M292 324L108 226', woodDark, 13) + stroke('M96 326h208', woodLight, 11),
        both(stroke('M104 70V226', wood, 14), box(84, 164, 48, 15, woodLight, 6)),
        shape('M98 84h204v68h-204Z', c.main) +
          shape('M98 84h204v14h-204Z', c.light) +
          shape('M98 216q102 34 204 0v24q-102 34 -204 0Z', c.main) +
          box(300, 200, 40, 56, c.accent, 6) +
          box(308, 182, 22, 44, paper, 2),
      ].join('')

const coolbox: Motif = (c) =>
  [
    stroke('M84 190C70 40 330 40 316 190', metalDark, 13),
    box(60, 176, 280, 150, c.main, 22) + box(60, 240, 280, 22, c.accent) + box(60, 300, 280, 26, '#d5dde4', 12),
    box(50, 140, 300, 48, c.accent, 20) + box(66, 148, 268, 12, c.accentLight, 6) + both(box(110, 176, 24, 34, ink, 6)),
    shape(
      'M200 206l5 12 12 -6 -6 12 12 5 -12 5 6 12 -12 -6 -5 12 -5 -12 -12 6 6 -12 -12 -5 12 -5 -6 -12 12 6Z',
      '#6fb4dc',
    ) + disc(306, 310, 8, c.accentDark),
  ].join('')

const hammock: Motif = (c) =>
  [
    both(
      box(22, 40, 36, 292, woodDark, 8),
      stroke('M32 70v60M46 150v90', '#7d5530', 4),
      disc(36, 64, 52, leaf),
      disc(74, 40, 36, leafDark),
    ),
    stroke('M56 150L96 186M344 150L304 186', ink, 5),
    shape('M92 180C130 330 270 330 308 180C280 250 120 250 92 180Z', c.dark) +
      shape('M92 180C120 300 280 300 308 180C280 232 120 232 92 180Z', c.main),
    stroke('M104 204C140 274 260 274 296 204', c.accent, 7) + stroke('M116 226C150 288 250 288 284 226', c.light, 6),
    turned(12, 200, 216, oval(166, 222, 35, 15, paper)) +
      turned(-18, 236, 228, box(214, 212, 44, 28, c.accent, 3), stroke('M236 213v26', paper, 3)),
  ].join('')

const helmet: Motif = (c) =>
  [
    stroke('M112 232C130 300 150 322 190 330M190 330L236 246', ink, 8) + box(178, 318, 26, 18, metalDark, 6),
    shape('M62 226C60 110 140 66 216 70C310 76 350 160 344 214Q300 240 200 240T62 226Z', c.main),
    shape('M62 226C60 170 80 128 110 104C96 150 96 190 104 236Z', c.light) +
      each(3, (i) =>
        shape(
          `M${134 + i * 62} 196C${130 + i * 60} 150 ${144 + i * 52} 116 ${172 + i * 44} 100C${176 + i * 48} 130 ${176 + i * 54} 160 ${170 + i * 58} 200Z`,
          c.deep,
        ),
      ),
    stroke('M64 228Q200 252 342 216', c.dark, 13) +
      shape('M342 206l38 16 -40 10Z', c.dark) +
      box(60, 186, 18, 28, '#e4573e', 6),
    stroke('M110 122C140 90 180 80 220 82', c.accent, 6),
  ].join('')

const poles: Motif = (c) => {
  const pole =
    box(193, 40, 22, 76, '#b98d5a', 10) +
    box(190, 96, 28, 14, ink, 6) +
    stroke('M204 52c34 20 24 70 4 60', ink, 6) +
    box(199, 112, 10, 80, c.main) +
    box(196, 184, 16, 20, c.accent, 4) +
    box(200, 200, 8, 70, c.light) +
    oval(204, 292, 26, 7, ink) +
    stroke('M204 270v64', metalDark, 6)
  return [
    shape('M30 326L120 226L176 286L240 200L370 326Z', c.pale) + shape('M240 200l-28 38 22 -6 12 12 22 -14Z', white),
    `<g transform="translate(-8 0)">${turned(20, 200, 330, pole)}</g><g transform="translate(-2 0)">${turned(-20, 200, 330, pole)}</g>`,
  ].join('')
}

const umbrella: Motif = (c) =>
  [
    each(5, (i) => stroke(`M${62 + i * 70} ${284 + (i % 2) * 22}l-8 22`, '#6fb4dc', 6)),
    turned(
      12,
      200,
      200,
      stroke('M200 60V292c0 44 60 40 56 -2', woodDark, 11) + stroke('M200 52V40', ink, 8),
      shape(
        'M48 200C56 100 120 56 200 56S344 100 352 200q-24 -24 -50 0q-26 -26 -52 0q-24 -26 -50 0q-26 -26 -50 0q-26 -26 -52 0q-26 -24 -50 0Z',
        c.main,
      ),
      shape('M150 200C150 130 170 80 200 56C230 80 250 130 250 200q-24 -26 -50 0q-26 -26 -50 0Z', c.accent) +
        shape('M48 200C56 100 120 56 200 56C140 80 106 130 98 200q-26 -24 -50 0Z', c.light),
    ),
  ].join('')

const sunglasses: Motif = (c) =>
  [
    both(stroke('M84 190L52 130Q44 112 66 112L120 118', c.dark, 13)),
    both(
      shape('M66 182q60 -24 124 6c6 60 -20 94 -58 94c-42 0 -70 -40 -66 -100Z', c.main),
      shape('M80 194q48 -16 98 6c2 44 -18 68 -46 68c-32 0 -54 -30 -52 -74Z', '#3d4a63'),
      shape('M92 198q30 -10 52 -2l-36 56c-14 -14 -18 -32 -16 -54Z', '#8fa9c9'),
    ),
    stroke('M186 194q14 -14 28 0', c.main, 13),
    both(disc(80, 192, 4, c.accent)),
    disc(322, 76, 26, '#f7cf5e') +
      each(8, (i) => {
        const [x, y] = around(322, 76, 42, i * 45)
        return disc(x, y, 4, '#f7cf5e')
      }),
  ].join('')

export const outdoorMotifs: Readonly<Record<string, Motif>> = {
  tent,
  sleepingbag,
  mat,
  boot,
  stove,
  torch,
  headlamp,
  flask,
  compass,
  binoculars,
  kayak,
  campchair,
  coolbox,
  hammock,
  helmet,
  poles,
  umbrella,
  sunglasses,
}
