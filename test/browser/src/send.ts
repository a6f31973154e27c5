type Options = { method?: string; token?: string; body?: unknown; headers?: Record<string, string> }

/** Sends as a program does, past the browser. @throws Error with what was answered when that is no success */
export async function send<T>(url: string, options: Options = {}): Promise<T> {
  const { method = 'GET', token, body, headers = {} } = options
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`)
  return text === '' ? (undefined as T) : JSON.parse(text)
}
