export type StartErrorCode =
  /** Another program listens on the port. */
  | 'port_in_use'
  /** The data belongs to a server that another living process has started. */
  | 'already_running'
  /** A program that is needed is not there. */
  | 'missing_program'
  /** Anything else; the message has the server's own last words. */
  | 'failed'

/** A server does not start. The message is for people: what is wrong and what to do about it. */
export class StartError extends Error {
  readonly code: StartErrorCode

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
    this.code = code
  }
}
