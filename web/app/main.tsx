import './styles/base.css'
import './styles/layout.css'
import './styles/parts.css'
import './styles/home.css'
import './styles/listing.css'
import './styles/product.css'
import './styles/cart.css'
import './styles/orders.css'
import './styles/account.css'
import { render } from 'preact'
import { Shell } from './shell.tsx'
import { openShop, startShop } from './shop.ts'

const shop = openShop()
startShop(shop)
render(<Shell shop={shop} />, document.getElementById('app')!)
