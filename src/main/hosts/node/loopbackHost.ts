import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#shared/domain/appError.ts'
import { securityHeaders } from '../contentSecurityPolicy.ts'
import { findRendererFile } from '../rendererFile.ts'
import type { ServedApplication } from '../servedApplication.ts'
import { checkOrigin, checkToken, type Door, sessionCookie } from './admission.ts'
import { sendDownload } from './downloads.ts'
import { sendError, sendJson } from './errorReply.ts'
import { createLaunchToken, isSameToken } from './launchToken.ts'
import { CONTRACT_PREFIX, createRestHandlers, describeRestApi, OLDER_PREFIX, type RestPrefix } from './restApi.ts'
import { createRpcSocket, RPC_PATH } from './rpcSocket.ts'

const ADDRESS = '127.0.0.1'
const MESSAGE_LIMIT_BYTES = 128 * 1024 * 1024
const CLOSE_GRACE_MS = 2_000

export interface LoopbackHostOptions {
  readonly application: ServedApplication
  readonly appVersion: string
  /** Folder of the built window. */
  readonly rendererDirectory: string
  /** 0 = any free port. */
  readonly port: number
  readonly log: (line: string) => void
  /** Largest request body and WebSocket message. */
  readonly messageLimitBytes?: number
}

export interface LoopbackHost {
  /** The address with its token: whoever opens it is let in. */
  readonly url: string
  readonly port: number
  readonly token: string
  /** Ends all connections and frees the port. Safe to call twice. */
  readonly close: () => Promise<void>
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Lets in whoever holds the token and keeps it out of the address bar from then on. */
function openDoor(response: ServerResponse, given: string, door: Door): void {
  if (!isSameToken(given, door.token)) {
    throw new AppError(
      'unauthorised',
      'This launch token is from an earlier start. Open the address that Aurelius printed when it started.',
    )
  }
  response.writeHead(302, { 'set-cookie': sessionCookie(door), location: '/', 'cache-control': 'no-store' })
  response.end()
}

async function sendRendererFile(response: ServerResponse, rendererDirectory: string, pathname: string): Promise<void> {
  const file = findRendererFile(rendererDirectory, pathname)
  const facts = file === null ? null : await stat(file.path).catch(() => null)
  if (file === null || !facts?.isFile()) throw new AppError('not_found', `There is nothing at ${pathname.slice(0, 200)}.`)
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': facts.size, 'cache-control': file.cacheControl })
  if (response.req.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(createReadStream(file.path), response)
}

/** Joined rather than resolved: a target such as //name must stay a path and not become a host. */
function targetOf(request: IncomingMessage): URL {
  const target = request.url ?? ''
  if (!target.startsWith('/')) throw new AppError('invalid_input', 'The request names no path of this host.')
  return new URL(`http://${request.headers.host}${target}`)
}

const REST_PREFIXES: readonly RestPrefix[] = [OLDER_PREFIX, CONTRACT_PREFIX]

interface RestTarget {
  readonly prefix: RestPrefix
  readonly path: string
  readonly query: URLSearchParams
}

/** Answers whatever stands below a REST prefix; false when nothing does. */
function createRestAnswer({ application, appVersion, messageLimitBytes = MESSAGE_LIMIT_BYTES }: LoopbackHostOptions) {
  const { context } = application
  const handlers = createRestHandlers(application, messageLimitBytes)
  return async (request: IncomingMessage, response: ServerResponse, target: RestTarget): Promise<boolean> => {
    const { prefix, path } = target
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (isRead && path === '/openapi.json') {
      sendJson(response, 200, await describeRestApi(prefix, appVersion))
      return true
    }
    if (isRead && (await sendDownload(target, response, context))) return true
    for (const handler of handlers[prefix]) {
      const { matched } = await handler.handle(request, response, { prefix, context })
      if (matched) return true
    }
    return false
  }
}

function createHandle(options: LoopbackHostOptions, door: Door): Handle {
  const { rendererDirectory } = options
  const answerRest = createRestAnswer(options)
  const headers = new Map(Object.entries(securityHeaders([`ws://${ADDRESS}:${door.port}`, `ws://localhost:${door.port}`])))
  return async (request, response) => {
    response.setHeaders(headers)
    checkOrigin(request.headers, door)
    const { pathname, searchParams } = targetOf(request)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const given = searchParams.get('token')
    if (pathname === '/' && isRead && given !== null) return openDoor(response, given, door)
    checkToken(request.headers, door)

    const prefix = REST_PREFIXES.find((each) => pathname.startsWith(`${each}/`))
    if (prefix !== undefined) {
      response.setHeader('cache-control', 'no-store')
      if (await answerRest(request, response, { prefix, path: pathname.slice(prefix.length), query: searchParams })) return
    } else if (isRead && pathname !== RPC_PATH && !pathname.startsWith('/api')) {
      return sendRendererFile(response, rendererDirectory, pathname)
    }
    throw new AppError('not_found', `There is nothing at ${request.method} ${pathname.slice(0, 200)}.`)
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program is using it' : `the system refused it (${error.code})`
      reject(
        new AppError('unavailable', `Port ${port} cannot be used: ${reason}. Choose another with --port, or leave the flag out.`, {
          cause: error,
        }),
      )
    })
    server.listen(port, ADDRESS, () => resolve((server.address() as AddressInfo).port))
  })
}

/**
 * Serves the window, the RPC WebSocket and the REST API on 127.0.0.1 to whoever holds this launch's token.
 * Throws AppError('unavailable') when the port is taken.
 */
export async function startLoopbackHost(options: LoopbackHostOptions): Promise<LoopbackHost> {
  const { application, log } = options
  const server = createServer()
  const port = await listen(server, options.port)
  const door = { port, token: createLaunchToken() }
  const messageLimitBytes = options.messageLimitBytes ?? MESSAGE_LIMIT_BYTES
  const rpc = createRpcSocket({ application, door, messageLimitBytes, log })
  const handle = createHandle(options, door)
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => sendError(response, error, log))
  })
  server.on('upgrade', rpc.upgrade)

  let closing: Promise<void> | undefined
  const close = () =>
    new Promise<void>((resolve) => {
      rpc.close()
      server.close(() => resolve())
      server.closeIdleConnections()
      // Whoever holds a connection open does not hold up the end.
      setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS).unref()
    })
  return {
    url: `http://${ADDRESS}:${port}/?token=${door.token}`,
    port,
    token: door.token,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
