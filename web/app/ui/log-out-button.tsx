import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { explain } from '../api/failures.ts'
import { useShop } from '../shop.ts'

export function LogOutButton() {
  const { session, announce } = useShop()
  const { route } = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()

  async function logOut() {
    setBusy(true)
    setFailure(undefined)
    try {
      await session.logOut()
      announce('You are logged out.')
      route('/')
    } catch (error) {
      setFailure(`You are still logged in. ${explain(error)}`)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <button type="button" class="tool tool-plain" disabled={isBusy} onClick={logOut}>
        Log out
      </button>
      {failure && (
        <p class="toast" role="alert">
          {failure}
        </p>
      )}
    </>
  )
}
