import type { Place } from '../src/frame.ts'
import { Icon } from './icon.tsx'
import { newsState } from './state.ts'

/** Says that what is shown is not what is. */
export function Banner({ place }: { place: Place }) {
  const words = bannerWords(place)
  return (
    <div role="status" class="banner-place">
      {words !== null && (
        <p class="banner">
          <Icon glyph="triangle" />
          {words}
        </p>
      )}
    </div>
  )
}

function bannerWords({ state, says }: Place): string | null {
  // How long it has lasted stands beside the theme: said here each second it would be read out each second.
  if (newsState.value === 'stale') return 'The console tells nothing new. What you see is old. Trying again.'
  if (state === 'watching') return null
  return (
    says ?? (state === 'absent' ? 'There is no shop here now.' : 'Nobody tells how the shop is. What you see is old.')
  )
}
