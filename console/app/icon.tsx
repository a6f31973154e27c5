import { type Glyph, glyphPath } from './glyphs.ts'

/** Beside words that say the same. */
export const Icon = ({ glyph }: { glyph: Glyph }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={glyphPath(glyph)} />
  </svg>
)
