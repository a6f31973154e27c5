import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Room } from './place-tiles.ts'
import { remNow } from './theme.ts'

/** Where the whole page must be seen at once. The style sheets say the same. */
const wall = '(min-width: 1400px) and (min-height: 820px)'

/** How much room the shelves have; undefined before it is known. It is measured when it changes, and never while a frame is drawn. */
export function useRoom(rack: RefObject<HTMLElement | null>, ruler: RefObject<HTMLElement | null>): Room | undefined {
  const room = useSignal<Room | undefined>(undefined)
  useEffect(() => {
    const isWall = matchMedia(wall)
    const measure = (): void => {
      const width = ruler.current!.clientWidth
      const height = isWall.matches ? rack.current!.clientHeight : null
      const rem = remNow()
      const now = room.peek()
      if (now?.width !== width || now.height !== height || now.rem !== rem) room.value = { width, height, rem }
    }
    const observer = new ResizeObserver(measure)
    observer.observe(rack.current!)
    observer.observe(ruler.current!)
    isWall.addEventListener('change', measure)
    return () => {
      observer.disconnect()
      isWall.removeEventListener('change', measure)
    }
  }, [])
  return room.value
}
