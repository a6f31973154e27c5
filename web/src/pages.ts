/** The paths of the storefront's pages, as Express and the router in the browser write them. */
export const pages = [
  '/',
  '/category/:category',
  '/search',
  '/products/:productId',
  '/cart',
  '/checkout',
  '/login',
  '/register',
  '/orders',
  '/orders/:orderId',
] as const
