import { app, type Session, shell, type WebContents } from 'electron'
import { isAppUrl } from './appProtocol.ts'

/** Sites the window may ask to open in the user's own browser. */
const EXTERNAL_HOSTS = new Set(['github.com', 'www.postgresql.org', 'www.sqlite.org'])

export function isAllowedExternal(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, port } = new URL(url)
  return protocol === 'https:' && EXTERNAL_HOSTS.has(hostname) && username === '' && port === ''
}

/** Putting text on the clipboard at a press of a button; reading it is not among them. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

function lockContents(contents: WebContents): void {
  const stayInside = (event: { preventDefault: () => void }, url: string) => {
    if (!isAppUrl(url)) event.preventDefault()
  }
  contents.on('will-navigate', stayInside)
  contents.on('will-redirect', stayInside)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedExternal(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** No permissions but to copy, no navigation away, no new windows, no embedded guests: for every page there will ever be. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(GRANTED.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => GRANTED.has(permission))
  session.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
}
