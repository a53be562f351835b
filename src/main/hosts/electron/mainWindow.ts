import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { APP_URL } from './appProtocol.ts'
import { fitPlacement, keepPlacement, readPlacement } from './windowPlacement.ts'

export interface MainWindowParts {
  readonly iconFile: string
  /** Remembers where the window was. */
  readonly placementFile: string
  /** First page to show, an absolute path. */
  readonly page: string
}

/** Opens the window where it was, or where the system wants it; it shows once there is something to see. */
export function openMainWindow({ iconFile, placementFile, page }: MainWindowParts): BrowserWindow {
  const kept = readPlacement(placementFile)
  const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const placement = kept === null ? null : fitPlacement(kept, workAreas)
  const window = new BrowserWindow({
    ...(placement === null ? { width: 1440, height: 900 } : boundsOf(placement)),
    minWidth: 800,
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
      // A middle click would ask for a new window, which there never is.
      disableBlinkFeatures: 'Auxclick',
    },
  })
  if (placement?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => keepPlacement(placementFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }))
  void window.loadURL(new URL(page, APP_URL).href)
  return window
}

const boundsOf = ({ x, y, width, height }: Electron.Rectangle) => ({ x, y, width, height })

/** Brings a window that may be hidden or minimised to the person. */
export function raise(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Shows another page without loading the window anew: what is open in it stays. */
export function showPage(window: BrowserWindow, page: string): void {
  raise(window)
  window.webContents.send('aurelius:show-page', page)
}
