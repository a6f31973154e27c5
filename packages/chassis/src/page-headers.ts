/** What a page may do in a browser: run, show, ask and frame what comes from here, as the storefront frames the bank's card form. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** It names files by their hashes: a browser must ask for it each time, and needs not get it each time. */
export const documentHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
}

/** For files whose names change with their content. */
export const assetHeaders = { 'cache-control': 'public, max-age=31536000, immutable' }

/** For other files, such as the icon. */
export const fileHeaders = { 'cache-control': 'no-cache' }
