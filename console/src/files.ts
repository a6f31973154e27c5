import { fileRoute } from '@saleday/chassis/built-pages'
import { route } from '@saleday/contracts/route'

/** What is served beside the contract. */

export const page = route({ ...fileRoute, operation: 'getPage', summary: 'The page', path: '/' })
export const pageFile = route({ ...fileRoute, operation: 'getFile', summary: 'A file of the page', path: '/{*path}' })
