import type { ComponentChildren } from 'preact'
import type { Category } from '../catalogue/categories.ts'

/** Line drawings on a grid of 24; they say nothing that does not stand beside them as text. */

const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    {children}
  </svg>
)

export const CartIcon = () => (
  <Icon>
    <path d="M3 4h2.2l2.100 10.400a2 2 0 0 0 2 1.600h7.600a2 2 0 0 0 2-1.500L20.500 8H6.200" />
    <circle cx="10" cy="20" r="1.200" />
    <circle cx="17" cy="20" r="1.200" />
  </Icon>
)
export const PersonIcon = () => (
  <Icon>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6" />
  </Icon>
)
export const SearchIcon = () => (
  <Icon>
    <circle cx="11" cy="11" r="6.500" />
    <path d="m16 16 4.500 4.500" />
  </Icon>
)
export const MoonIcon = () => (
  <Icon>
    <path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z" />
  </Icon>
)
export const SunIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400" />
  </Icon>
)
export const CheckIcon = () => (
  <Icon>
    <path d="m5 12.500 4.500 4.500L19 7.500" />
  </Icon>
)
export const CrossIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
)
export const ArrowIcon = () => (
  <Icon>
    <path d="M4 12h15M13.500 6.500 19 12l-5.500 5.500" />
  </Icon>
)

const drawings: Readonly<Record<Category, ComponentChildren>> = {
  audio: (
    <>
      <path d="M4 14v-2a8 8 0 0 1 16 0v2" />
      <rect x="3" y="13.500" width="4.500" height="7" rx="2" />
      <rect x="16.500" y="13.500" width="4.500" height="7" rx="2" />
    </>
  ),
  bags: (
    <>
      <path d="M5 8h14l1.200 11.200a1.600 1.600 0 0 1-1.600 1.800H5.400a1.600 1.600 0 0 1-1.600-1.800Z" />
      <path d="M8.500 11V7a3.500 3.500 0 0 1 7 0v4" />
    </>
  ),
  books: (
    <>
      <path d="M12 6.500C10 4.800 7 4.500 3.500 5v14c3.500-.5 6.500-.2 8.500 1.500 2-1.700 5-2 8.500-1.500V5C17 4.500 14 4.800 12 6.500Z" />
      <path d="M12 6.500v14" />
    </>
  ),
  garden: (
    <>
      <path d="M12 21v-9" />
      <path d="M12 14c-5 0-7.500-2.500-7.500-7.500C9.500 6.500 12 9 12 14Z" />
      <path d="M12 11c0-4.500 2.500-7 7.500-7C19.500 8.500 17 11 12 11Z" />
    </>
  ),
  home: (
    <>
      <path d="M8.500 3.500h7l3 8.500h-13Z" />
      <path d="M12 12v8M8 20.500h8" />
    </>
  ),
  kitchen: (
    <>
      <path d="M5 9.500h12v6a4.500 4.500 0 0 1-4.500 4.500h-3A4.500 4.500 0 0 1 5 15.500Z" />
      <path d="M17 11h1.500a2.500 2.500 0 0 1 0 5H17M9 6.500v-3M13 6.500v-3" />
    </>
  ),
  outdoor: (
    <>
      <path d="M12 4 2.500 20h19Z" />
      <path d="M12 12.500 8 20h8Z" />
    </>
  ),
  toys: (
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M3.500 12c5-3.500 12-3.500 17 0M12 3.500c-3.500 5-3.500 12 0 17" />
    </>
  ),
}

export const CategoryIcon = ({ category }: { category: Category }) => <Icon>{drawings[category]}</Icon>
