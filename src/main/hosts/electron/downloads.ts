import { dirname, extname, join } from 'node:path'
import type { BrowserWindow, DownloadItem, FileFilter, Session, WebContents } from 'electron'
import { APP_URL } from './appProtocol.ts'

const KINDS: Readonly<Record<string, string>> = {
  '.csv': 'CSV table',
  '.html': 'HTML page',
  '.json': 'JSON document',
  '.pdf': 'PDF document',
  '.png': 'PNG picture',
  '.zip': 'ZIP archive',
}

/** What a page makes is saved where a person says in the system's own dialog; nothing else is ever downloaded. */
export function serveDownloads(session: Session, window: BrowserWindow): void {
  let folder: string | null = null
  session.on('will-download', (event, item: DownloadItem, contents: WebContents) => {
    if (contents !== window.webContents || !item.getURL().startsWith(`blob:${APP_URL}`)) {
      event.preventDefault()
      return
    }
    const name = item.getFilename()
    item.setSaveDialogOptions({ title: 'Save export', defaultPath: folder === null ? name : join(folder, name), filters: filtersFor(name) })
    item.once('done', (_event, state) => {
      if (state === 'completed') folder = dirname(item.getSavePath())
      if (!window.isDestroyed()) window.webContents.send('aurelius:download-ended', { url: item.getURL(), state })
    })
  })
}

function filtersFor(fileName: string): FileFilter[] {
  const extension = extname(fileName).toLowerCase()
  const kind = KINDS[extension]
  const everything = { name: 'All files', extensions: ['*'] }
  return kind === undefined ? [everything] : [{ name: kind, extensions: [extension.slice(1)] }, everything]
}
