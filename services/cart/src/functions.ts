import { createHash } from 'node:crypto'

/**
 * What changes carts, on the server: each change is one step, so that two tabs or a retry never lose or double anything.
 *
 * A cart is one hash. Its fields are product ids with their quantities, and two more: `keys` has the last idempotency
 * keys (as SHA-1), `orders` the last orders that were taken out; newest first, separated by spaces.
 * Every function answers with `{status}` or `{'ok', productId, quantity, productId, quantity, …}`.
 */
const code = `
local KEPT_KEYS, KEPT_ORDERS = 20, 50

local function read(key)
  local cart = { key = key, lines = {}, count = 0, keys = '', orders = '' }
  local flat = redis.call('HGETALL', key)
  for i = 1, #flat, 2 do
    local field, value = flat[i], flat[i + 1]
    if field == 'keys' or field == 'orders' then
      cart[field] = value
    else
      cart.lines[field] = tonumber(value)
      cart.count = cart.count + 1
    end
  end
  return cart
end

local function put(cart, product, quantity)
  if cart.lines[product] == nil and quantity > 0 then cart.count = cart.count + 1 end
  if cart.lines[product] ~= nil and quantity <= 0 then cart.count = cart.count - 1 end
  if quantity > 0 then
    cart.lines[product] = quantity
    redis.call('HSET', cart.key, product, quantity)
  else
    cart.lines[product] = nil
    redis.call('HDEL', cart.key, product)
  end
end

local function holds(list, item)
  return string.find(' ' .. list .. ' ', ' ' .. item .. ' ', 1, true) ~= nil
end

local function remember(cart, field, item, kept)
  if holds(cart[field], item) then return end
  local words = { item }
  for word in string.gmatch(cart[field], '%S+') do
    if #words == kept then break end
    words[#words + 1] = word
  end
  cart[field] = table.concat(words, ' ')
  redis.call('HSET', cart.key, field, cart[field])
end

local function answer(cart)
  local flat = { 'ok' }
  for product, quantity in pairs(cart.lines) do
    flat[#flat + 1] = product
    flat[#flat + 1] = quantity
  end
  return flat
end

local function written(cart, ttl)
  redis.call('EXPIRE', cart.key, ttl)
  return answer(cart)
end

local function smallest(lines)
  local products = {}
  for product in pairs(lines) do products[#products + 1] = product end
  table.sort(products)
  return products
end

redis.register_function('PREFIX_set', function(keys, args)
  local product, quantity, ttl, maxLines = args[1], tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  local cart = read(keys[1])
  if cart.lines[product] == nil and cart.count >= maxLines then return { 'cart_full' } end
  put(cart, product, quantity)
  return written(cart, ttl)
end)

redis.register_function('PREFIX_add', function(keys, args)
  local product, quantity, ttl, maxLines = args[1], tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  local maxQuantity, key = tonumber(args[5]), args[6]
  local cart = read(keys[1])
  local hash = key ~= '' and redis.sha1hex(key) or nil
  if hash and holds(cart.keys, hash) then return answer(cart) end
  local present = cart.lines[product]
  if present == nil and cart.count >= maxLines then return { 'cart_full' } end
  if (present or 0) + quantity > maxQuantity then return { 'quantity_too_large' } end
  put(cart, product, (present or 0) + quantity)
  if hash then remember(cart, 'keys', hash, KEPT_KEYS) end
  return written(cart, ttl)
end)

redis.register_function('PREFIX_remove', function(keys, args)
  local cart = read(keys[1])
  if cart.lines[args[1]] == nil then return answer(cart) end
  put(cart, args[1], 0)
  return written(cart, tonumber(args[2]))
end)

-- What was applied stays known: a late repeat must not fill the emptied cart again.
local function empty(cart, ttl)
  for product in pairs(cart.lines) do put(cart, product, 0) end
  return written(cart, ttl)
end

redis.register_function('PREFIX_clear', function(keys, args)
  return empty(read(keys[1]), tonumber(args[1]))
end)

-- The guest's keys move along, so that an add repeated after the login is still known.
redis.register_function('PREFIX_merge', function(keys, args)
  local ttl, maxLines, maxQuantity = tonumber(args[1]), tonumber(args[2]), tonumber(args[3])
  local guest, customer = read(keys[1]), read(keys[2])
  if guest.count == 0 then return answer(customer) end
  for _, product in ipairs(smallest(guest.lines)) do
    local present = customer.lines[product]
    if present or customer.count < maxLines then
      put(customer, product, math.min((present or 0) + guest.lines[product], maxQuantity))
    end
  end
  for key in string.gmatch(guest.keys, '%S+') do remember(customer, 'keys', key, KEPT_KEYS) end
  empty(guest, tonumber(args[4]))
  return written(customer, ttl)
end)

-- Taking out less than was bought, or nothing, is fine: the customer may have changed the cart meanwhile.
redis.register_function('PREFIX_take_bought_out', function(keys, args)
  local order, ttl = args[1], tonumber(args[2])
  local cart = read(keys[1])
  if holds(cart.orders, order) then return answer(cart) end
  for i = 3, #args, 2 do
    local present = cart.lines[args[i]]
    if present then put(cart, args[i], present - tonumber(args[i + 1])) end
  end
  remember(cart, 'orders', order, KEPT_ORDERS)
  return written(cart, ttl)
end)
`

/** Names carry the code's hash: during a rollout the old pods' functions and the new ones' live side by side. */
const prefix = `cart_${createHash('sha256').update(code).digest('hex').slice(0, 12)}`

export const cartLibrary = { name: prefix, code: `#!lua name=${prefix}\n${code.replaceAll('PREFIX', prefix)}` }

export type CartFunction = 'set' | 'add' | 'remove' | 'clear' | 'merge' | 'take_bought_out'

export const functionName = (name: CartFunction): string => `${prefix}_${name}`
