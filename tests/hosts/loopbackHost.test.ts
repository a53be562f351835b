import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type LoopbackHost, startLoopbackHost } from '../../src/main/hosts/node/loopbackHost.ts'
import { createFakeApplication } from './fakeApplication.ts'
import { type RawReply, type RawRequest, rawRequest } from './rawRequest.ts'

const LIMIT_BYTES = 4096
const SECRET = 'outside the renderer folder'

let folder: string
let host: LoopbackHost
const logged: string[] = []

function start(port = 0): Promise<LoopbackHost> {
  return startLoopbackHost({
    application: createFakeApplication(),
    appVersion: '1.2.3',
    rendererDirectory: join(folder, 'renderer'),
    port,
    log: (line) => logged.push(line),
    messageLimitBytes: LIMIT_BYTES,
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurelius-host-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'renderer', 'index.html'), '<title>Aurelius</title>')
  await writeFile(join(folder, 'renderer', 'assets', 'index-abc.js'), 'export {}')
  await writeFile(join(folder, 'secret.json'), SECRET)
  host = await start()
})
afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true, force: true })
})

const bearer = () => ({ authorization: `Bearer ${host.token}` })

function ask(request: Omit<RawRequest, 'port'>): Promise<RawReply> {
  return rawRequest({ port: host.port, ...request })
}

function codeOf(reply: RawReply): unknown {
  return (JSON.parse(reply.text) as { code: unknown }).code
}

describe('who is let in', () => {
  it('trades the token in the address for a cookie and hides it from the address bar', async () => {
    const opened = await ask({ path: `/?token=${host.token}` })
    expect(opened.status).toBe(302)
    expect(opened.headers.location).toBe('/')
    const [cookie = ''] = opened.headers['set-cookie'] ?? []
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')

    const page = await ask({ path: '/', headers: { cookie: cookie.split(';')[0]! } })
    expect(page).toMatchObject({ status: 200, text: '<title>Aurelius</title>' })
  })

  it('has a fresh token of 256 bits per launch', async () => {
    const other = await start()
    await other.close()
    expect(Buffer.from(host.token, 'base64url')).toHaveLength(32)
    expect(other.token).not.toBe(host.token)
  })

  it.each([
    { name: 'no token', path: '/', headers: {} },
    { name: 'a wrong token in the address', path: '/?token=wrong', headers: {} },
    { name: 'a wrong cookie', path: '/', headers: { cookie: 'aurelius_0=wrong' } },
    { name: 'a wrong bearer token', path: '/api/v1/system', headers: { authorization: 'Bearer wrong' } },
    { name: 'no token for an asset', path: '/assets/index-abc.js', headers: {} },
    { name: 'no token for the API description', path: '/api/v1/openapi.json', headers: {} },
  ])('answers 401 to $name', async ({ path, headers }) => {
    const reply = await ask({ path, headers })
    expect(reply.status).toBe(401)
    expect(codeOf(reply)).toBe('unauthorised')
    expect(reply.headers['set-cookie']).toBeUndefined()
  })

  it.each([
    { name: 'a name made to point here', headers: { host: 'evil.example' } },
    { name: 'the right name with a wrong port', headers: { host: '127.0.0.1:1' } },
    { name: 'a page of another site', headers: { origin: 'https://evil.example' } },
    { name: 'a page of another local port', headers: { origin: 'http://127.0.0.1:1' } },
    { name: 'an opaque page', headers: { origin: 'null' } },
    { name: 'an image on another local page', headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' } },
  ])('answers 403 to $name, even with the token', async ({ headers }) => {
    const reply = await ask({ path: '/api/v1/system', headers: { ...bearer(), ...headers } })
    expect(reply.status).toBe(403)
    expect(codeOf(reply)).toBe('forbidden')
  })

  it('lets in its own page, under both local names', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const address = `${name}:${host.port}`
      const reply = await ask({ path: '/api/v1/system', headers: { ...bearer(), host: address, origin: `http://${address}` } })
      expect(reply.status).toBe(200)
      expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    }
  })
})

describe('the window', () => {
  it('comes with a policy that allows only its own host', async () => {
    const { headers } = await ask({ path: '/', headers: bearer() })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port}`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
  })

  it('answers its own pages with index.html and assets for good', async () => {
    expect((await ask({ path: '/backtests/018f', headers: bearer() })).text).toBe('<title>Aurelius</title>')
    const asset = await ask({ path: '/assets/index-abc.js', headers: bearer() })
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    })
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '//secret.json',
    '/%00secret.json',
    '/%E0%A4%A',
    '/assets/missing.js',
    '/assets/index.php',
  ])('holds nothing at %s', async (path) => {
    const reply = await ask({ path, headers: bearer() })
    expect(reply.status).toBe(404)
    expect(reply.text).not.toContain(SECRET)
  })
})

describe('REST', () => {
  it('answers a procedure', async () => {
    const reply = await ask({ path: '/api/v1/system', headers: bearer() })
    expect(JSON.parse(reply.text)).toMatchObject({ version: '1.2.3' })
  })

  it('describes itself as OpenAPI, series as base64, streams left out', async () => {
    const reply = await ask({ path: '/api/v1/openapi.json', headers: bearer() })
    const document = JSON.parse(reply.text) as { openapi: string; paths: Record<string, unknown> }
    expect(document.openapi).toMatch(/^3\.1/)
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/strategies', '/backtests/{id}/trades', '/system']))
    expect(JSON.stringify(document.paths['/backtests/{id}/positions'])).toContain('"contentEncoding":"base64"')
    expect(reply.text).not.toContain('watch')
  })

  it('answers 404 as JSON to a stream, an unknown path and a wrong method', async () => {
    for (const request of [{ path: '/api/v2/backtests/watch' }, { path: '/api/v1/nothing' }, { path: '/api/v1/system', method: 'PATCH' }]) {
      const reply = await ask({ ...request, headers: bearer() })
      expect(reply.status).toBe(404)
      expect(codeOf(reply)).toBe('not_found')
    }
  })

  it('refuses a body that is too large, announced or not', async () => {
    const headers = { ...bearer(), 'content-type': 'application/json' }
    const text = JSON.stringify({ text: 'x'.repeat(LIMIT_BYTES) })
    const pieces = text.match(/.{1,1000}/g) ?? []
    for (const body of [text, pieces]) {
      const length: Record<string, string> = typeof body === 'string' ? { 'content-length': String(body.length) } : {}
      const reply = await ask({ path: '/api/v1/datasets/preview', method: 'POST', headers: { ...headers, ...length }, body })
      expect(reply.status).toBe(413)
      expect(codeOf(reply)).toBe('too_large')
    }
  })

  it('answers 400 to JSON that is broken', async () => {
    const headers = { ...bearer(), 'content-type': 'application/json' }
    const reply = await ask({ path: '/api/v1/datasets/preview', method: 'POST', headers, body: '{"text":' })
    expect(reply.status).toBe(400)
    expect(codeOf(reply)).toBe('invalid_input')
  })
})

/** 101 when the socket opens, else the status of the refusal. */
function knock(path: string, headers: Record<string, string>): Promise<{ status: number; socket: WebSocket }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
    socket.on('open', () => resolve({ status: 101, socket }))
    socket.on('unexpected-response', (_request, response) => resolve({ status: response.statusCode ?? 0, socket }))
    socket.on('error', () => {})
  })
}

describe('the WebSocket', () => {
  it.each([
    { name: 'no token', path: '/rpc', headers: () => ({}), status: 401 },
    { name: 'a wrong token', path: '/rpc', headers: () => ({ authorization: 'Bearer wrong' }), status: 401 },
    { name: 'the token in the address', path: '/rpc?token=x', headers: () => ({}), status: 401 },
    { name: 'a foreign page', path: '/rpc', headers: () => ({ ...bearer(), origin: 'https://evil.example' }), status: 403 },
    { name: 'a foreign host name', path: '/rpc', headers: () => ({ ...bearer(), host: 'evil.example' }), status: 403 },
    { name: 'another path', path: '/other', headers: bearer, status: 404 },
    { name: 'the token', path: '/rpc', headers: bearer, status: 101 },
  ])('answers $status to $name', async ({ path, headers, status }) => {
    const reply = await knock(path, headers())
    expect(reply.status).toBe(status)
    reply.socket.terminate()
  })

  it('survives malformed, binary and oversized messages', async () => {
    for (const message of ['not json', '[]', '{"i":1}', Buffer.from([255, 254, 0]), 'x'.repeat(LIMIT_BYTES + 1)]) {
      const { socket } = await knock('/rpc', bearer())
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.send(message)
      if (message.length > LIMIT_BYTES) expect(await closed).toBe(1009)
      socket.terminate()
    }
    expect((await ask({ path: '/api/v1/system', headers: bearer() })).status).toBe(200)
    expect(logged.join('\n')).toContain('Max payload size exceeded')
  })
})

describe('starting and ending', () => {
  it('says in one line that a port is taken', async () => {
    await expect(start(host.port)).rejects.toMatchObject({
      code: 'unavailable',
      message: `Port ${host.port} cannot be used: another program is using it. Choose another with --port, or leave the flag out.`,
    })
  })

  it('ends open sockets and frees the port, also when asked twice', async () => {
    const other = await start()
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, { headers: { authorization: `Bearer ${other.token}` } })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('open', resolve))

    await Promise.all([other.close(), other.close()])
    expect(await closed).toBe(1001)
    const again = await start(other.port)
    await again.close()
  })
})
