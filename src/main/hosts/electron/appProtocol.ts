import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { securityHeaders } from '../contentSecurityPolicy.ts'
import { findRendererFile } from '../rendererFile.ts'

const SCHEME = 'app'
const HOST = 'aurelius'
export const APP_URL = `${SCHEME}://${HOST}/`

/** The window's files have a scheme of their own, never file://. Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Whether a page is one of the window's own. */
export function isAppUrl(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === `${SCHEME}:` && new URL(url).host === HOST
}

async function answer(rendererDirectory: string, url: string): Promise<Response> {
  const notFound = new Response('Not found', { status: 404, headers: securityHeaders() })
  const file = isAppUrl(url) ? findRendererFile(rendererDirectory, new URL(url).pathname) : null
  if (file === null) return notFound
  try {
    const headers = { ...securityHeaders(), 'content-type': file.contentType, 'cache-control': file.cacheControl }
    return new Response(new Uint8Array(await readFile(file.path)), { headers })
  } catch {
    return notFound
  }
}

/** Serves the built window under {@link APP_URL}; the window reaches nothing else, on disk or on the network. */
export function serveAppScheme(session: Session, rendererDirectory: string): void {
  session.protocol.handle(SCHEME, (request) => answer(rendererDirectory, request.url))
  refuseNetwork(session)
}

/** Cancels whatever a page asks of the network or the disk. */
export function refuseNetwork(session: Session): void {
  const urls = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']
  session.webRequest.onBeforeRequest({ urls }, (_details, decide) => decide({ cancel: true }))
}
