import { useRef, useState } from 'preact/hooks'
import { explain, Refusal } from '../api/failures.ts'
import { successOf } from '../api/send.ts'
import { useShop } from '../shop.ts'

/** Asks first. Cancelling twice has the same answer, so it may be sent again. */
export function CancelOrder({ orderId }: { orderId: string }) {
  const { session, own } = useShop()
  const dialog = useRef<HTMLDialogElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const path = `/api/orders/${orderId}`

  async function cancel() {
    if (isBusy) return
    setBusy(true)
    setFailure(undefined)
    try {
      successOf(await session.ask({ method: 'POST', path: `${path}/cancel` }))
    } catch (error) {
      const isTooLate = error instanceof Refusal && error.code === 'not_cancellable'
      setFailure(isTooLate ? 'It is too late: your order has been shipped.' : `It is not cancelled. ${explain(error)}`)
    } finally {
      setBusy(false)
      dialog.current?.close()
      own.refresh(path)
    }
  }

  return (
    <div class="cancel">
      <button type="button" class="button button-quiet" onClick={() => dialog.current?.showModal()}>
        Cancel this order
      </button>
      {failure && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <dialog ref={dialog} class="dialog" aria-labelledby="cancel-title">
        <h2 id="cancel-title">Cancel this order?</h2>
        <p>
          You pay nothing, and what was taken is given back. What you wanted may be sold out when you want it again.
        </p>
        <p class="buttons">
          <button type="button" class="button button-danger" aria-disabled={isBusy} onClick={cancel}>
            {isBusy ? 'Cancelling …' : 'Cancel the order'}
          </button>
          <button type="button" class="button button-quiet" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
        </p>
      </dialog>
    </div>
  )
}
