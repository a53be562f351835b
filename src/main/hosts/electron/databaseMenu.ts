import { app, type BrowserWindow, dialog } from 'electron'
import type { Client } from '#shared/contract/contract.ts'
import { showPage } from './mainWindow.ts'
import { type MenuActions, setApplicationMenu } from './menu.ts'
import { keepRecentFiles } from './recentFiles.ts'

export interface DatabaseMenuParts {
  readonly client: Client
  readonly window: BrowserWindow
  readonly recentFilesStore: string
  readonly platform: NodeJS.Platform
  readonly checkForUpdates: () => void
}

/** Sets the menus, and keeps the list of databases in them up to date. */
export async function serveMenus({ client, window, recentFilesStore, platform, checkForUpdates }: DatabaseMenuParts): Promise<void> {
  const recent = keepRecentFiles(recentFilesStore)
  const noteCurrent = async () => {
    const { connection } = await client.connections.current()
    if (connection.dialect !== 'sqlite') return
    recent.add(connection.file)
    app.addRecentDocument(connection.file)
  }
  const openDatabase = async (file: string) => {
    try {
      await client.connections.switchTo({ connection: { dialect: 'sqlite', file }, password: null })
      await noteCurrent()
      show()
      window.reload()
    } catch (error) {
      dialog.showErrorBox('The database was not opened', error instanceof Error ? error.message : String(error))
    }
  }
  const actions: MenuActions = {
    checkForUpdates,
    showPage: (page) => showPage(window, page),
    openDatabase: (file) => void openDatabase(file),
    chooseDatabase: () => void chooseDatabase(window).then((file) => (file === null ? undefined : openDatabase(file))),
    recentFiles: () => recent.list(),
    clearRecentFiles: () => {
      recent.clear()
      app.clearRecentDocuments()
      show()
    },
  }
  const show = () => setApplicationMenu(platform, actions)
  await noteCurrent()
  show()
  app.on('open-file', (event, file) => {
    event.preventDefault()
    void openDatabase(file)
  })
}

async function chooseDatabase(window: BrowserWindow): Promise<string | null> {
  const filters = [
    { name: 'Aurelius database', extensions: ['sqlite', 'db'] },
    { name: 'All files', extensions: ['*'] },
  ]
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { filters, properties: ['openFile'] })
  return canceled ? null : (filePaths[0] ?? null)
}
