/**
 * @typedef {import('./exchange-card.js').Exchanged} Exchanged
 * @typedef {Exchanged | { message: string }} Outcome
 */

/**
 * Talks with the page that frames the form. The frame is sandboxed, so that the form's own origin is none; its policy
 * lets only pages of the address that it came from frame it, and these alone are spoken to and listened to.
 * @param {{ tokenise: () => Promise<Outcome> }} options
 */
export function connectParent({ tokenise }) {
  /** @param {object} message */
  const say = (message) => window.parent.postMessage(message, location.origin)

  const heightPx = () => Math.ceil(document.documentElement.getBoundingClientRect().height)

  window.addEventListener('message', async ({ source, origin, data }) => {
    if (source !== window.parent || origin !== location.origin) return
    if (data?.type === 'bank:theme' && (data.theme === 'light' || data.theme === 'dark'))
      document.documentElement.dataset.theme = data.theme
    if (data?.type === 'bank:tokenise' && typeof data.requestId === 'string') {
      const { requestId } = data
      const outcome = await tokenise()
      say({ type: 'message' in outcome ? 'bank:error' : 'bank:token', requestId, ...outcome })
    }
  })
  say({ type: 'bank:ready', heightPx: heightPx() })
  new ResizeObserver(() => say({ type: 'bank:height', heightPx: heightPx() })).observe(document.documentElement)
}
