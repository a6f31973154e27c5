type Props = { page: number; pages: number; hrefOf: (page: number) => string }

export function Pager({ page, pages, hrefOf }: Props) {
  if (pages < 2) return null
  return (
    <nav class="pager" aria-label="Pages">
      <ul>
        {page > 1 && (
          <li>
            <a href={hrefOf(page - 1)} rel="prev">
              Previous
            </a>
          </li>
        )}
        {Array.from({ length: pages }, (_, place) => place + 1).map((one) => (
          <li key={one}>
            <a href={hrefOf(one)} aria-label={`Page ${one}`} aria-current={one === page ? 'page' : undefined}>
              {one}
            </a>
          </li>
        ))}
        {page < pages && (
          <li>
            <a href={hrefOf(page + 1)} rel="next">
              Next
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}
