import type { VNode } from 'preact'
import { LocationProvider, Route, Router } from 'preact-iso'
import { pages } from '../src/pages.ts'
import { LoginPage, RegisterPage } from './pages/account-pages.tsx'
import { CartPage } from './pages/cart-page.tsx'
import { CheckoutPage } from './pages/checkout-page.tsx'
import { Home } from './pages/home.tsx'
import { CategoryPage, SearchPage } from './pages/listing-pages.tsx'
import { NotFound } from './pages/not-found.tsx'
import { OrderPage } from './pages/order-page.tsx'
import { OrdersPage } from './pages/orders-page.tsx'
import { ProductPage } from './pages/product-page.tsx'
import { type Shop, ShopContext } from './shop.ts'
import { Boundary } from './ui/boundary.tsx'
import { Footer } from './ui/footer.tsx'
import { Header } from './ui/header.tsx'
import { focusHeading } from './ui/heading.tsx'

/** A page for every path that the server answers with the document. */
const components: Readonly<Record<(typeof pages)[number], () => VNode>> = {
  '/': Home,
  '/category/:category': CategoryPage,
  '/search': SearchPage,
  '/products/:productId': ProductPage,
  '/cart': CartPage,
  '/checkout': CheckoutPage,
  '/login': LoginPage,
  '/register': RegisterPage,
  '/orders': OrdersPage,
  '/orders/:orderId': OrderPage,
}

/** What stands around every page. */
export const Shell = ({ shop }: { shop: Shop }) => (
  <ShopContext.Provider value={shop}>
    <LocationProvider>
      <a class="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1} class="page">
        <Boundary>
          <Router onRouteChange={focusHeading}>
            {pages.map((path) => (
              <Route key={path} path={path} component={components[path]} />
            ))}
            <Route default component={NotFound} />
          </Router>
        </Boundary>
      </main>
      <Footer />
      <Announcer shop={shop} />
    </LocationProvider>
  </ShopContext.Provider>
)

const Announcer = ({ shop }: { shop: Shop }) => (
  <p class="visually-hidden" role="status">
    {shop.announcement.value}
  </p>
)
