import { randomUUID } from 'node:crypto'
import { BrowserWindow, type Session, session } from 'electron'
import { securityHeaders } from '../contentSecurityPolicy.ts'
import { APP_URL, refuseNetwork } from './appProtocol.ts'

const PARTITION = 'aurelius-print'

/** Prints documents in a hidden window that runs no script, keeps nothing and reaches nothing but the one document. */
export function createPrinter(): (html: string) => Promise<Uint8Array> {
  const pages = new Map<string, string>()
  let printing: Session | null = null
  const prepare = () => {
    const opened = session.fromPartition(PARTITION)
    opened.protocol.handle('app', ({ url }) => {
      const headers = { ...securityHeaders(), 'content-type': 'text/html; charset=utf-8' }
      const page = pages.get(url)
      return new Response(page ?? 'Not found', { status: page === undefined ? 404 : 200, headers })
    })
    opened.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
    refuseNetwork(opened)
    return opened
  }
  return async (html) => {
    printing ??= prepare()
    const url = new URL(`print/${randomUUID()}`, APP_URL).href
    pages.set(url, html)
    const window = openHidden(printing)
    try {
      await window.loadURL(url)
      return await window.webContents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true, printBackground: true })
    } finally {
      pages.delete(url)
      window.destroy()
    }
  }
}

function openHidden(printing: Session): BrowserWindow {
  const webPreferences = {
    session: printing,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    javascript: false,
    disableBlinkFeatures: 'Auxclick',
  }
  return new BrowserWindow({ show: false, webPreferences })
}
