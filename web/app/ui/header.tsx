import { useEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { categories, categoryNames } from '../catalogue/categories.ts'
import { useShop } from '../shop.ts'
import { CartIcon, MoonIcon, PersonIcon, SearchIcon, SunIcon } from './icons.tsx'
import { LogOutButton } from './log-out-button.tsx'

export const Header = () => (
  <header class="header">
    <div class="header-row">
      <a class="logo" href="/" aria-label="Saleday, home">
        sale<span>day</span>
      </a>
      <Search />
      <div class="header-tools">
        <ThemeSwitch />
        <Account />
        <CartLink />
      </div>
    </div>
    <Categories />
  </header>
)

function Search() {
  const { path, query, route } = useLocation()
  const input = useRef<HTMLInputElement>(null)
  const words = path === '/search' ? (query.q ?? '') : ''
  useEffect(() => {
    if (input.current) input.current.value = words
  }, [words])
  return (
    <search class="search">
      <form
        action="/search"
        onSubmit={(event) => {
          event.preventDefault()
          const wanted = input.current?.value.trim() ?? ''
          if (wanted === '') input.current?.focus()
          else route(`/search?${new URLSearchParams({ q: wanted })}`)
        }}
      >
        <label class="visually-hidden" for="search-words">
          Search for products
        </label>
        <input
          ref={input}
          id="search-words"
          type="search"
          name="q"
          maxLength={100}
          placeholder="Search the shop"
          autocomplete="off"
          enterkeyhint="search"
        />
        <button type="submit" aria-label="Search">
          <SearchIcon />
        </button>
      </form>
    </search>
  )
}

function ThemeSwitch() {
  const { theme } = useShop()
  const isDark = theme.now.value === 'dark'
  return (
    <button
      type="button"
      class="tool"
      role="switch"
      aria-checked={isDark}
      aria-label="Dark theme"
      title="Dark theme"
      onClick={() => theme.choose(isDark ? 'light' : 'dark')}
    >
      {isDark ? <SunIcon /> : <MoonIcon />}
    </button>
  )
}

function Account() {
  const { is } = useShop().session.state.value
  // Whoever is being asked about was a customer, and most probably still is.
  if (is !== 'customer' && is !== 'unknown')
    return (
      <a class="tool" href="/login">
        <PersonIcon />
        <span class="tool-text">Log in</span>
      </a>
    )
  return (
    <>
      <a class="tool" href="/orders">
        <PersonIcon />
        <span class="tool-text">Your orders</span>
      </a>
      <span class="only-wide">
        <LogOutButton />
      </span>
    </>
  )
}

function CartLink() {
  const quantity = useShop().cart.state.value.content?.totalQuantity ?? 0
  return (
    <a class="tool" href="/cart">
      <CartIcon />
      <span class="tool-text">Cart</span>
      {quantity > 0 && (
        <span class="badge">
          {quantity > 99 ? '99+' : quantity}
          <span class="visually-hidden"> {quantity === 1 ? 'piece' : 'pieces'}</span>
        </span>
      )}
    </a>
  )
}

function Categories() {
  const { path } = useLocation()
  return (
    <nav class="categories" aria-label="Categories">
      <ul>
        {categories.map((category) => {
          const href = `/category/${category}`
          return (
            <li key={category}>
              <a href={href} aria-current={path === href ? 'page' : undefined}>
                {categoryNames[category]}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
