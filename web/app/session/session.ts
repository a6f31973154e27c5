import { signal } from '@preact/signals'
import type { Customer, Session as Granted } from '@saleday/contracts/auth'
import { SessionOver } from '../api/failures.ts'
import { type Answer, onlyOnce, type Question, type Send, successOf } from '../api/send.ts'
import type { Flag } from './storage.ts'

/**
 * Whom the page serves. `unknown`: the cookie is being asked. `unreachable`: nobody could tell whether the cookie is
 * still good, so the customer is served as a guest for now.
 */
export type SessionState = { is: 'unknown' | 'unreachable' | 'guest' } | { is: 'customer'; customer: Customer }

export type Session = ReturnType<typeof createSession>

/** A token that has less than this left is renewed while it is still used. */
const renewBeforeMs = 120_000
/** It must last for the way to the service. */
const marginMs = 5_000

/**
 * The access token stays in the memory of the page; the cookie that renews it is out of reach of scripts. `mayExist` is all
 * that is kept here: whether to ask for a session at the start.
 */
export function createSession({ send, mayExist, nowMs }: { send: Send; mayExist: Flag; nowMs: () => number }) {
  const state = signal<SessionState>({ is: mayExist.get() ? 'unknown' : 'guest' })
  let held: { token: string; goodUntilMs: number } | undefined
  let renewal: Promise<string> | undefined

  function accept({ accessToken, expiresInSeconds, customer }: Granted): string {
    held = { token: accessToken, goodUntilMs: nowMs() + expiresInSeconds * 1000 }
    mayExist.set(true)
    const { value } = state
    if (value.is !== 'customer' || value.customer.id !== customer.id) state.value = { is: 'customer', customer }
    return accessToken
  }

  /** The session is over here; also told by another tab. */
  function end(): void {
    held = undefined
    mayExist.set(false)
    state.value = { is: 'guest' }
  }

  async function askCookie(): Promise<string> {
    try {
      const answer = await send({ method: 'POST', path: '/api/auth/refresh' })
      if (answer.status === 401) {
        end()
        throw new SessionOver()
      }
      return accept(successOf<Granted>(answer))
    } catch (error) {
      if (state.value.is === 'unknown') state.value = { is: 'unreachable' }
      throw error
    }
  }

  /** A new access token for the cookie; whoever asks meanwhile gets the same one. @throws SessionOver, NoAnswer */
  function renew(): Promise<string> {
    renewal ??= askCookie().finally(() => {
      renewal = undefined
    })
    return renewal
  }

  /** @throws SessionOver, NoAnswer */
  async function token(): Promise<string> {
    if (state.value.is === 'guest') throw new SessionOver()
    const leftMs = held ? held.goodUntilMs - nowMs() : 0
    if (!held || leftMs < marginMs) return renew()
    if (leftMs < renewBeforeMs) renew().catch(() => {})
    return held.token
  }

  async function enter(path: string, body: unknown, question: Partial<Question> = {}): Promise<void> {
    accept(successOf<Granted>(await send({ method: 'POST', path, body, ...question })))
  }

  return {
    state,
    token,
    renew,
    end,
    /** Asks the cookie whom the page serves, where there may be one. */
    start(): void {
      if (!mayExist.get()) return
      if (state.value.is === 'guest') state.value = { is: 'unknown' }
      renew().catch(() => {})
    },
    /** @throws SessionOver, NoAnswer */
    async ask(question: Question): Promise<Answer> {
      const sendWith = (token: string) =>
        send({ ...question, headers: { ...question.headers, authorization: `Bearer ${token}` } })
      const answer = await sendWith(await token())
      if (answer.status !== 401) return answer
      const again = await sendWith(await renew())
      if (again.status !== 401) return again
      end()
      throw new SessionOver()
    },
    logIn: (email: string, password: string) => enter('/api/auth/login', { email, password }),
    /** Sent once: a second time it would find the customer that the first one has made. */
    register: (name: string, email: string, password: string) =>
      enter('/api/auth/register', { name, email, password }, { limits: onlyOnce }),
    /** @throws NoAnswer where the session could not be ended: the cookie is still there, so the customer stays. */
    async logOut(): Promise<void> {
      successOf(await send({ method: 'POST', path: '/api/auth/logout' }))
      end()
    },
  }
}
