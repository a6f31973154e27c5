import type { InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'

type Props = {
  label: string
  name: string
  type: 'text' | 'email' | 'password'
  autocomplete: string
  hint?: string | undefined
  error?: string | undefined
}

/** A labelled input; what is wrong with it stands below it, and is read with it. */
export function Field({ label, name, type, autocomplete, hint, error }: Props) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const input = {
    id,
    name,
    type,
    autocomplete,
    required: true,
    maxLength: type === 'email' ? 254 : 200,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described || undefined,
  } as InputHTMLAttributes
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input {...input} />
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
