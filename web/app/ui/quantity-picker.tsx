import { useEffect, useRef } from 'preact/hooks'
import { maximumQuantity } from '../cart/limits.ts'

type Props = {
  /** Of what: `Halo Headphones`. */
  of: string
  quantity: number
  onChange: (quantity: number) => void
  isBusy?: boolean
}

/** Less, a number, more. What is no number from 1 to 99 is put back. */
export function QuantityPicker({ of: name, quantity, onChange, isBusy = false }: Props) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.value = String(quantity)
  }, [quantity])

  function change(wanted: number) {
    const isRight = Number.isInteger(wanted) && wanted >= 1
    const next = isRight ? Math.min(wanted, maximumQuantity) : quantity
    if (input.current) input.current.value = String(next)
    if (next !== quantity) onChange(next)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a group of a form, which there is not
    <div class="quantity" role="group" aria-label={`Quantity of ${name}`} aria-busy={isBusy}>
      <button type="button" aria-label="One less" disabled={quantity <= 1} onClick={() => change(quantity - 1)}>
        −
      </button>
      <input
        ref={input}
        type="text"
        inputMode="numeric"
        aria-label="Quantity"
        maxLength={2}
        onChange={({ currentTarget }) => change(/^\d+$/.test(currentTarget.value) ? Number(currentTarget.value) : 0)}
      />
      <button
        type="button"
        aria-label="One more"
        disabled={quantity >= maximumQuantity}
        onClick={() => change(quantity + 1)}
      >
        +
      </button>
    </div>
  )
}
