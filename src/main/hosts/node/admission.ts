import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '#shared/domain/appError.ts'
import { isSameToken } from './launchToken.ts'

export interface Door {
  readonly port: number
  readonly token: string
}

/** Cookies ignore the port, so each running host has a cookie of its own. */
export function cookieName(port: number): string {
  return `aurelius_${port}`
}

export function sessionCookie({ port, token }: Door): string {
  return `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`
}

function cookieOf(headers: IncomingHttpHeaders, name: string): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  return /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1] ?? null
}

/**
 * Refuses a request that was made for another host name or by another site's page: a name that was made to point at
 * 127.0.0.1 (DNS rebinding) shows in Host, a foreign page in Origin or Sec-Fetch-Site. Throws AppError('forbidden').
 */
export function checkOrigin(headers: IncomingHttpHeaders, { port }: Door): void {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? '')) {
    throw new AppError('forbidden', `This address is not served here. Open http://127.0.0.1:${port}.`)
  }
  const isForeign = headers.origin !== undefined && headers.origin !== `http://${headers.host}`
  const isEmbedded = /^(cross|same)-site$/.test(String(headers['sec-fetch-site'])) && headers['sec-fetch-mode'] !== 'navigate'
  if (isForeign || isEmbedded) {
    throw new AppError('forbidden', 'Pages of other sites may not call Aurelius. Open the address that it printed when it started.')
  }
}

/** Demands the launch token, as the cookie set on opening or as a bearer token. Throws AppError('unauthorised'). */
export function checkToken(headers: IncomingHttpHeaders, { port, token }: Door): void {
  const given = [cookieOf(headers, cookieName(port)), bearerOf(headers)]
  if (given.some((candidate) => candidate !== null && isSameToken(candidate, token))) return
  throw new AppError(
    'unauthorised',
    'The launch token is missing or from an earlier start. Open the address that Aurelius printed when it started.',
  )
}
