import assert from 'node:assert/strict'

// biome-ignore lint/suspicious/noExplicitAny: what a body holds is what the tests assert
export type Answer = { status: number; headers: Headers; body: any }

/** A customer with a browser's habits: cookies are kept and sent back, the access token is shown where there is one. */
export function shopper(baseUrl: string) {
  const cookies = new Map<string, string>()
  let accessToken: string | undefined

  function send(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Response> {
    const { body, headers = {}, signal } = options
    return fetch(baseUrl + path, {
      method,
      headers: {
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  }

  async function call(method: string, path: string, options: Parameters<typeof send>[2] = {}): Promise<Answer> {
    const response = await send(method, path, options)
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name!)
      else cookies.set(name!, value!)
    }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    if (response.status >= 400)
      assert.equal(response.headers.get('content-type'), 'application/problem+json', `${method} ${path}: ${text}`)
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  return {
    call,
    send,
    useToken(token: string) {
      accessToken = token
    },
    /** @returns the session that registering gives */
    async logIn(email: string, password: string): Promise<void> {
      const { status, body } = await call('POST', '/api/auth/login', { body: { email, password } })
      assert.equal(status, 200)
      accessToken = body.accessToken
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as above
type StreamEvent = { event: string; data: any }

/** The events of a stream of server-sent events, as they come. */
export async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  let rest = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1]
      if (event) yield { event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') }
    }
  }
}
