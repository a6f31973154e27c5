import { useRef } from 'preact/hooks'
import { token } from './operator.ts'

/** Where the operator's token is typed. It never leaves the page's memory but with an action. */
export function OperatorDialog() {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    token.value = input.current!.value.trim() || null
    input.current!.value = ''
    dialog.current!.close()
  }
  if (token.value !== null)
    return (
      <button
        type="button"
        class="quiet"
        onClick={() => {
          token.value = null
        }}
      >
        Sign out
      </button>
    )
  return (
    <>
      <button type="button" class="quiet" onClick={() => dialog.current!.showModal()}>
        Operator
      </button>
      <dialog ref={dialog} class="sign-in" aria-labelledby="sign-in">
        <form onSubmit={submit}>
          <h2 id="sign-in">Operator</h2>
          <p>
            With the operator's token you can kill pods and switch the bank's faults. It is kept until this page is
            closed or loaded again.
          </p>
          <label for="token">Token</label>
          <input id="token" ref={input} type="password" autocomplete="off" required spellcheck={false} />
          <p class="buttons">
            <button type="submit">Sign in</button>
            <button type="button" class="quiet" onClick={() => dialog.current!.close()}>
              Cancel
            </button>
          </p>
        </form>
      </dialog>
    </>
  )
}
