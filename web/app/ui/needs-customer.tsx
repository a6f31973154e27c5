import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { NoAnswer } from '../api/failures.ts'
import { loginHref } from '../session/next-page.ts'
import { useShop } from '../shop.ts'
import { Failed } from './failed.tsx'
import { Heading } from './heading.tsx'
import { useRedirect } from './use-redirect.ts'

type Props = { title: string; loading: ComponentChildren; children: ComponentChildren }

/** For pages that only a customer has: whoever is none logs in first and comes back. */
export function NeedsCustomer({ title, loading, children }: Props) {
  const { session } = useShop()
  const { url } = useLocation()
  const redirect = useRedirect()
  const { is } = session.state.value
  useEffect(() => {
    if (is === 'guest') redirect(loginHref(url))
  }, [is])
  if (is === 'customer') return children
  return (
    <>
      <Heading>{title}</Heading>
      {is === 'unreachable' ? (
        <Failed
          what="Logging in does not work now, and this page is only for you."
          error={new NoAnswer(503)}
          retry={() => session.renew().catch(() => {})}
        />
      ) : (
        loading
      )}
    </>
  )
}
