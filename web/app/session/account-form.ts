import type { Problem } from '@saleday/contracts/problem'

export type AccountFields = { name?: string; email: string; password: string }
export type FieldErrors = Partial<Record<keyof AccountFields, string>>

export const minimumPasswordLength = 10
const maximumPasswordLength = 200

/** What is wrong with what was typed, so that nobody waits for an answer to learn it. The service looks again. */
export function mistakesIn({ name, email, password }: AccountFields, isNew: boolean): FieldErrors {
  const mistakes: FieldErrors = {}
  if (isNew && !name?.trim()) mistakes.name = 'Enter your name.'
  if (email.trim() === '') mistakes.email = 'Enter your email address.'
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.trim()))
    mistakes.email = 'Enter a whole email address, such as name@example.org.'
  if (password === '') mistakes.password = isNew ? 'Choose a password.' : 'Enter your password.'
  else if (isNew && password.length < minimumPasswordLength)
    mistakes.password = `Take at least ${minimumPasswordLength} characters; these are ${password.length}.`
  else if (password.length > maximumPasswordLength) mistakes.password = 'Take at most 200 characters.'
  return mistakes
}

/** What the service says is wrong with the fields. */
export function mistakesTold({ errors = [] }: Partial<Problem>): FieldErrors {
  const mistakes: FieldErrors = {}
  for (const { field, message } of errors) {
    const name = /(name|email|password)$/.exec(field)?.[1] as keyof AccountFields | undefined
    if (name) mistakes[name] ??= `The shop does not take this: ${message}.`
  }
  return mistakes
}
