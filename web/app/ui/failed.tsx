import { explain } from '../api/failures.ts'

type Props = {
  /** What cannot be done or shown now: `The doorbusters cannot be shown.` */
  what: string
  error: unknown
  retry: () => void
}

/** In place of what is missing, so that the rest of the page goes on. */
export const Failed = ({ what, error, retry }: Props) => (
  <div class="failed" role="status">
    <p>
      <strong>{what}</strong> {explain(error)}
    </p>
    <button type="button" class="button button-quiet" onClick={retry}>
      Try again
    </button>
  </div>
)
