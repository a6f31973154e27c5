/** The shop did not become ready; the message says which part of it, and why. */
export class NotReadyError extends Error {
  override name = 'NotReadyError'
}
