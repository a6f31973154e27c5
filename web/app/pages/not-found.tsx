import { Heading } from '../ui/heading.tsx'

export const NotFound = () => (
  <div class="empty">
    <Heading>There is nothing here</Heading>
    <p>The address may be mistyped, or what was here is gone.</p>
    <p>
      <a class="button" href="/">
        To the shop's first page
      </a>
    </p>
  </div>
)
