import { type Colours, ink, paper, white } from '../colours.ts'
import { around, both, box, disc, each, type Motif, moved, oval, ring, shape, stroke, turned } from '../shapes.ts'

// Cover art is drawn on the book's front: x from 104 to 304, y from 62 to 318. It is cut off at that edge.
type Cover = (colours: Colours) => string

const ground = (fill: string, y = 250) => box(104, y, 200, 70, fill)

const covers: Readonly<Record<string, Cover>> = {
  lighthouse: (c) =>
    shape('M204 128L104 84V150ZM204 128L304 84V150Z', c.accentLight) +
    shape('M186 150h36l12 130h-60Z', paper) +
    shape('M182 190h44l3 28h-50ZM178 236h52l3 26h-58Z', c.accent) +
    box(186, 116, 36, 34, c.accent, 4) +
    shape('M180 118l24 -26 24 26Z', paper) +
    shape('M104 284q50 -24 100 0t100 0v40h-200Z', c.deep),
  mountain: (c) =>
    disc(252, 126, 28, c.accent) +
    shape('M104 270L172 140L222 220L250 180L304 262V320H104Z', c.dark) +
    shape('M172 140l-24 46 18 -8 14 12 12 -16Z', white) +
    shape('M104 286q90 -50 200 0v40h-200Z', c.deep),
  waves: (c) =>
    disc(204, 140, 44, c.accent) +
    each(4, (i) =>
      shape(
        `M104 ${180 + i * 34}q25 -28 50 0t50 0t50 0t50 0v140h-200Z`,
        [c.light, c.main, c.dark, c.deep][i] ?? c.deep,
      ),
    ),
  moon: (c) =>
    disc(212, 152, 58, c.accentLight) +
    disc(238, 136, 50, c.main) +
    stroke('M146 320c0 -60 -10 -70 10 -110M260 320c0 -50 20 -60 6 -90', c.light, 5) +
    both(shape('M156 212c-24 -14 -34 0 -34 20c18 6 34 0 34 -20Z', c.light)) +
    each(6, (i) => disc(128 + i * 31, 96 + (i % 3) * 22, 3, white)),
  bird: (c) =>
    stroke('M104 270C170 250 240 280 304 244', c.accentDark, 9) +
    shape('M148 214c0 -60 60 -78 96 -50l30 8 -24 14c0 50 -40 74 -76 64l-44 34Z', c.light) +
    shape('M166 220c6 -30 40 -34 60 -18c-10 26 -38 34 -60 18Z', c.accent) +
    disc(230, 176, 5, ink) +
    stroke('M186 246v22M204 244v20', ink, 4),
  cat: (c) =>
    box(128, 262, 152, 18, c.accent, 3) +
    box(136, 282, 140, 18, c.deep, 3) +
    shape('M150 262c-10 -60 10 -84 22 -96l-4 -38 26 20h24l26 -20 -4 38c24 24 30 60 22 96Z', paper) +
    stroke('M262 250c36 -10 26 -60 8 -60', paper, 13) +
    both(disc(188, 172, 5, ink)) +
    disc(224, 172, 5, ink) +
    stroke('M200 188l6 6 6 -6', ink, 4) +
    stroke('M180 146v10M206 150v10M230 146v10', c.main, 5),
  city: (c) =>
    disc(254, 116, 22, c.accent) +
    [
      [112, 190, 34],
      [150, 140, 30],
      [184, 168, 40],
      [228, 120, 28],
      [260, 176, 38],
    ]
      .map(
        ([x = 0, y = 0, w = 0], i) =>
          box(x, y, w, 200, i % 2 ? c.light : c.pale) +
          each(
            5,
            (row) => box(x + 7, y + 14 + row * 24, 7, 10, c.accent) + box(x + w - 14, y + 14 + row * 24, 7, 10, c.dark),
          ),
      )
      .join('') +
    stroke('M236 120V80h50M242 96l24 -16', c.accent, 5),
  leaf: (c) =>
    shape('M204 300C110 260 120 130 204 84C288 130 298 260 204 300Z', c.light) +
    stroke('M204 316V104', c.deep, 5) +
    both(each(4, (i) => stroke(`M200 ${150 + i * 36}L150 ${130 + i * 34}`, c.deep, 4))),
  bread: (c) =>
    shape('M122 220c0 -80 164 -80 164 0c0 50 -164 50 -164 0Z', c.accentDark) +
    shape('M128 212c0 -64 152 -64 152 0c0 30 -152 30 -152 0Z', '#e8b566') +
    each(3, (i) => stroke(`M${160 + i * 36} 178c12 12 16 26 14 42`, c.accentDark, 8)) +
    both(
      stroke('M146 300c0 -30 -12 -30 -12 -46', c.deep, 4),
      each(3, (i) => oval(138 + (i % 2) * 10, 262 + i * 12, 6, 9, c.deep)),
    ),
  blocks: (c) =>
    disc(154, 130, 40, c.accent) +
    shape('M214 170l40 -80 40 80Z', c.pale) +
    box(118, 196, 76, 76, c.pale, 4) +
    ring(250, 236, 34, c.accent, 14) +
    stroke('M156 170v26M194 234h22M254 170v32', c.deep, 5),
  ship: (c) =>
    shape('M196 92v110h-72c40 -20 66 -60 72 -110Z', paper) +
    shape('M206 100c40 24 62 60 66 102h-66Z', c.accent) +
    stroke('M201 84v140', c.deep, 6) +
    shape('M120 222h168l-26 44h-118Z', c.deep) +
    shape('M104 258q25 20 50 0t50 0t50 0t50 0v70h-200Z', c.light) +
    shape('M104 286q25 18 50 0t50 0t50 0t50 0v40h-200Z', c.pale),
  stars: (c) => {
    const points = [
      [130, 120],
      [178, 148],
      [220, 110],
      [270, 150],
      [250, 214],
      [186, 230],
      [150, 284],
    ] as const
    return (
      stroke(`M${points.map((point) => point.join(' ')).join('L')}`, c.light, 3) +
      points.map(([x, y], i) => disc(x, y, i % 3 ? 6 : 10, c.accent)).join('') +
      each(12, (i) => disc(116 + ((i * 53) % 180), 84 + ((i * 97) % 226), 2, white))
    )
  },
  mushroom: (c) =>
    ground(c.deep, 282) +
    shape('M186 196h40l10 96h-60Z', paper) +
    shape('M122 204c0 -130 168 -130 168 0q-84 24 -168 0Z', c.accent) +
    disc(176, 150, 15, paper) +
    disc(232, 140, 11, paper) +
    disc(206, 186, 9, paper) +
    disc(252, 180, 10, paper) +
    shape('M252 250h18l4 42h-26Z', paper) +
    shape('M232 254c0 -48 58 -48 58 0Z', c.light),
  bee: (c) =>
    both(shape('M196 166c-30 -70 -94 -50 -84 -10c8 26 50 32 84 10Z', paper)) +
    oval(204, 206, 38, 60, c.accent) +
    each(3, (i) => stroke(`M${172 + Math.abs(i - 1) * 5} ${186 + i * 24}H${236 - Math.abs(i - 1) * 5}`, c.pale, 11)) +
    disc(204, 142, 22, c.accent) +
    stroke('M196 124l-14 -22M212 124l14 -22', c.accent, 5) +
    stroke('M204 270c0 30 40 20 60 44', c.accent, 4).replace('/>', ' stroke-dasharray="2 10"/>'),
  bridge: (c) =>
    box(104, 230, 200, 14, c.accent) +
    both(box(146, 110, 12, 190, c.accent)) +
    box(250, 110, 12, 190, c.accent) +
    stroke('M104 190Q130 150 152 118Q204 300 256 118Q276 160 304 190', c.pale, 5) +
    each(7, (i) => stroke(`M${116 + i * 30} ${[170, 0, 196, 214, 196, 0, 176][i] || 230}V230`, c.pale, 3)) +
    shape('M104 280q25 -16 50 0t50 0t50 0t50 0v40h-200Z', c.deep),
  train: (c) =>
    disc(256, 110, 20, c.accentLight) +
    shape('M120 290L184 200h40l64 90Z', c.deep) +
    each(5, (i) => stroke(`M${172 - i * 10} ${216 + i * 18}h${64 + i * 20}`, c.light, 4)) +
    box(154, 114, 100, 116, c.accent, 20) +
    box(168, 130, 72, 44, paper, 8) +
    both(disc(180, 204, 9, '#ffe9a8')) +
    disc(228, 204, 9, '#ffe9a8') +
    box(144, 226, 120, 14, ink, 6),
  teapot: (c) =>
    shape('M132 206c0 -60 130 -60 130 0c0 84 -130 84 -130 0Z', c.accent) +
    stroke('M262 190c40 -10 30 60 -6 60', c.accent, 12) +
    shape('M138 220l-40 -50 18 -8 30 34Z', c.accent) +
    oval(197, 160, 40, 9, c.accentDark) +
    disc(197, 148, 9, c.accentDark) +
    stroke('M170 130c-14 -16 12 -24 0 -44M204 124c-14 -16 12 -24 0 -44M236 130c-14 -16 12 -24 0 -44', paper, 6) +
    ground(paper, 278),
  whale: (c) =>
    shape('M104 220q100 -20 200 0v110h-200Z', c.dark) +
    shape(
      'M122 214c10 -70 120 -74 140 -10l14 -40c16 4 26 0 34 -10c2 30 -8 44 -30 52c-6 50 -60 66 -100 60c-36 -4 -58 -22 -58 -52Z',
      c.deep,
    ) +
    shape('M126 230c30 30 80 34 112 20c-20 26 -100 30 -112 -20Z', paper) +
    disc(150, 206, 5, white) +
    stroke('M180 150c-4 -40 -30 -40 -34 -20M180 150c4 -40 30 -40 34 -20', paper, 6),
  window: (c) =>
    box(134, 96, 140, 160, c.accent, 70) +
    box(144, 108, 120, 148, '#bfe0f2', 60) +
    disc(232, 150, 16, '#f7cf5e') +
    stroke('M204 108v148M144 190h120', c.accent, 8) +
    box(122, 252, 164, 14, c.accent, 4) +
    shape('M176 252c-30 -30 -8 -60 0 -60c10 20 14 40 8 60Z', c.accentLight) +
    shape('M140 320l24 -54h90l36 54Z', '#f8e8b0'),
  spanner: (c) =>
    turned(
      38,
      204,
      190,
      box(190, 110, 28, 170, paper, 12),
      shape('M168 96a36 36 0 1 0 72 0l-10 -30 -10 34h-32l-10 -34Z', paper),
      ring(204, 268, 20, paper, 14),
    ) + turned(-38, 204, 190, box(194, 90, 20, 100, c.accent, 8), shape('M196 186h16l2 90h-20Z', c.pale)),
  balloon: (c) =>
    shape('M204 84c-92 0 -84 104 -24 138h48c60 -34 68 -138 -24 -138Z', c.accent) +
    shape('M204 84c-30 40 -30 90 -12 138h24c18 -48 18 -98 -12 -138Z', paper) +
    stroke('M184 224l6 34M224 224l-6 34', c.deep, 4) +
    box(184, 256, 40, 30, c.deep, 6) +
    moved(0, 0, oval(136, 130, 20, 8, c.pale), oval(278, 240, 24, 9, c.pale), oval(140, 270, 22, 8, c.pale)),
  tree: (c) =>
    ground(c.dark, 278) +
    shape('M190 290c8 -40 4 -60 -10 -90h48c-14 30 -18 50 -10 90Z', c.accentDark) +
    disc(164, 176, 44, c.light) +
    disc(244, 176, 44, c.light) +
    disc(204, 140, 54, c.pale) +
    disc(204, 196, 40, c.light) +
    each(6, (i) => disc(150 + i * 22, 150 + (i % 3) * 26, 6, c.accent)),
  key: (c) =>
    turned(
      30,
      204,
      190,
      ring(204, 126, 38, c.accent, 16),
      box(196, 164, 16, 130, c.accent, 6),
      box(212, 252, 30, 14, c.accent, 3),
      box(212, 276, 22, 14, c.accent, 3),
    ) +
    disc(146, 100, 15, '#f6cd3b') +
    shape('M160 92c14 -14 26 -10 30 -6c-8 12 -20 14 -30 6Z', '#6fae74') +
    disc(258, 286, 15, '#f6cd3b') +
    shape('M272 278c14 -14 22 -10 26 -6c-8 12 -18 14 -26 6Z', '#6fae74'),
  knot: (c) => {
    const rope = (path: string) =>
      stroke(path, c.deep, 30) +
      stroke(path, c.accent, 22) +
      stroke(path, paper, 3).replace('/>', ' stroke-dasharray="2 11"/>')
    const over = (path: string) => rope(path).replaceAll('linecap="round"', 'linecap="butt"')
    const left = 'M104 160H196C262 160 262 236 196 236H104'
    const right = 'M304 144H222C156 144 156 220 222 220H304'
    return rope(left) + rope(right) + over('M140 160H212') + over('M140 236H212')
  },
  sun: (c) =>
    each(9, (i) => {
      const [x, y] = around(204, 224, 130, -80 + i * 20)
      return stroke(`M204 224L${x.toFixed(1)} ${y.toFixed(1)}`, c.pale, 9)
    }) +
    disc(204, 224, 56, '#fdd05c') +
    box(104, 224, 200, 100, c.accent) +
    each(3, (i) => stroke(`M${150 - i * 30} ${246 + i * 24}h${108 + i * 60}`, c.accentLight, 5)) +
    stroke('M190 320l8 -96M218 320l-8 -96', ink, 4),
}

const book =
  (cover: Cover): Motif =>
  (c) =>
    turned(
      -5,
      200,
      200,
      box(96, 60, 216, 272, c.deep, 10),
      box(110, 308, 196, 16, paper) + stroke('M112 313h192M112 319h192', '#d8cfbd', 1.5),
      `<clipPath id="f"><rect x="104" y="56" width="202" height="254" rx="6"/></clipPath><g clip-path="url(#f)">${box(104, 56, 202, 254, c.main)}${cover(c)}</g>`,
      box(96, 56, 16, 262, c.dark, 5),
      stroke('M120 60V306', '#00000022', 3),
      shape('M270 312h18v40l-9 -10 -9 10Z', c.accent),
    )

export const bookMotifs: Readonly<Record<string, Motif>> = Object.fromEntries(
  Object.entries(covers).map(([name, cover]) => [`book-${name}`, book(cover)]),
)
