import { useLocation } from 'preact-iso'

/** Goes to another page in place of this one, which the way back does not lead to. It begins at its top, as every other. */
export function useRedirect(): (url: string) => void {
  const { route } = useLocation()
  return (url) => {
    route(url, true)
    scrollTo(0, 0)
  }
}
