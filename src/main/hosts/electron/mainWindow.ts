import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_URL } from './appProtocol.ts'

/** Opens the window; it shows once there is something to see. */
export function openMainWindow(iconFile: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    icon: iconFile,
    title: 'Aurelius',
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(APP_URL)
  return window
}
