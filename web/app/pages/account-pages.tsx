import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { explain, NoAnswer, Refusal } from '../api/failures.ts'
import {
  type AccountFields,
  type FieldErrors,
  minimumPasswordLength,
  mistakesIn,
  mistakesTold,
} from '../session/account-form.ts'
import { nextPage } from '../session/next-page.ts'
import { useShop } from '../shop.ts'
import { Field } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { useRedirect } from '../ui/use-redirect.ts'

export function LoginPage() {
  const { session } = useShop()
  return (
    <AccountPage
      title="Log in"
      isNew={false}
      busy="Logging in …"
      send={({ email, password }) => session.logIn(email, password)}
    />
  )
}

export function RegisterPage() {
  const { session } = useShop()
  return (
    <AccountPage
      title="Open an account"
      isNew
      busy="Opening …"
      send={({ name = '', email, password }) => session.register(name, email, password)}
    />
  )
}

type Props = { title: string; isNew: boolean; busy: string; send: (fields: AccountFields) => Promise<void> }

function AccountPage({ title, isNew, busy, send }: Props) {
  const { session } = useShop()
  const { query } = useLocation()
  const redirect = useRedirect()
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [mistakes, setMistakes] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<unknown>()
  const next = nextPage(query.next)
  const otherHref = `${isNew ? '/login' : '/register'}${query.next ? `?next=${encodeURIComponent(next)}` : ''}`
  const isCustomer = session.state.value.is === 'customer'

  useEffect(() => {
    if (isCustomer) redirect(next)
  }, [isCustomer])
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [mistakes])

  async function submit(event: Event) {
    event.preventDefault()
    if (isBusy) return
    const fields = fieldsOf(form.current!)
    const found = mistakesIn(fields, isNew)
    setMistakes(found)
    setFailure(undefined)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await send({ ...fields, email: fields.email.trim() })
    } catch (error) {
      const told = error instanceof Refusal ? mistakesTold(error.problem) : {}
      setMistakes(told)
      if (Object.keys(told).length === 0) setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div class="account">
      <Heading>{title}</Heading>
      {query.next === '/checkout' && <p>Then you go on to checkout. What is in your cart comes with you.</p>}
      <form ref={form} class="form" noValidate onSubmit={submit}>
        {failure !== undefined && (
          <div class="notice notice-bad" role="alert">
            <Failure error={failure} isNew={isNew} loginHref={otherHref} />
          </div>
        )}
        {isNew && <Field label="Your name" name="name" type="text" autocomplete="name" error={mistakes.name} />}
        <Field label="Email address" name="email" type="email" autocomplete="email" error={mistakes.email} />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete={isNew ? 'new-password' : 'current-password'}
          hint={isNew ? `At least ${minimumPasswordLength} characters.` : undefined}
          error={mistakes.password}
        />
        <button type="submit" class="button button-main button-wide" aria-disabled={isBusy}>
          {isBusy ? busy : title}
        </button>
      </form>
      <p>
        {isNew ? 'You have an account? ' : 'You are new here? '}
        <a href={otherHref}>{isNew ? 'Log in' : 'Open an account'}</a>
      </p>
    </div>
  )
}

function Failure({ error, isNew, loginHref }: { error: unknown; isNew: boolean; loginHref: string }) {
  if (error instanceof Refusal && error.code === 'wrong_credentials')
    return <p>Email address or password is wrong. Look at both, then try again.</p>
  if (error instanceof Refusal && error.code === 'email_taken')
    return (
      <p>
        There is an account with this email address. <a href={loginHref}>Log in</a> with it.
      </p>
    )
  if (isNew && error instanceof NoAnswer && error.status !== 429)
    return (
      <p>
        It is not known whether your account was opened. {explain(error)} If there is an account then,{' '}
        <a href={loginHref}>log in</a> with it.
      </p>
    )
  return <p>You are not logged in. {explain(error)}</p>
}

function fieldsOf(form: HTMLFormElement): AccountFields {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '')
  return { name: text('name'), email: text('email'), password: text('password') }
}
