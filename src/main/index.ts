import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog, safeStorage, session } from 'electron'
import log from 'electron-log/node'
import { locateInstallation } from '#core/config/installation.ts'
import { parseLaunchFlags } from '#core/config/launchFlags.ts'
import { type LaunchSettings, resolveLaunchSettings } from '#core/config/launchSettings.ts'
import { registerAppScheme, serveAppScheme } from './hosts/electron/appProtocol.ts'
import { keepCrashReports, surviveCrashes } from './hosts/electron/crashes.ts'
import { serveMenus } from './hosts/electron/databaseMenu.ts'
import { serveDownloads } from './hosts/electron/downloads.ts'
import { createDragOut } from './hosts/electron/dragOut.ts'
import { startUtilityProcess } from './hosts/electron/engineProcess.ts'
import { createFileDialogs } from './hosts/electron/fileDialogs.ts'
import { firstPage, followLinks } from './hosts/electron/links.ts'
import { lockDown } from './hosts/electron/lockdown.ts'
import { openMainWindow } from './hosts/electron/mainWindow.ts'
import { serveOverPorts } from './hosts/electron/portTransport.ts'
import { createPrinter } from './hosts/electron/printPdf.ts'
import { askBeforeQuitting } from './hosts/electron/quitPrompt.ts'
import { showRunFeedback } from './hosts/electron/runFeedback.ts'
import { createSystemVault } from './hosts/electron/systemVault.ts'
import { createUpdates } from './hosts/electron/updates.ts'
import { launchApplication } from './hosts/launchApplication.ts'

const LOG_BYTES = 5 * 1024 * 1024
const logFile = ({ dataDirectory }: LaunchSettings) => join(dataDirectory, 'logs', 'main.log')

const readFeed = async ({ configuration }: LaunchSettings) => (await configuration.read()).updates?.feed ?? null

async function startDesktop(settings: LaunchSettings): Promise<void> {
  const installation = locateInstallation()
  const platform = process.platform
  const own = (name: string) => join(settings.dataDirectory, 'desktop', name)
  const note = (line: string) => log.info(line)
  log.info(`Aurelius ${installation.version} on ${platform}`)
  const vault = createSystemVault({ sealer: safeStorage, file: join(settings.dataDirectory, 'secrets.json'), platform })
  const application = await launchApplication({
    host: 'electron',
    settings,
    installation,
    log: note,
    vault,
    readLog: () => readFile(logFile(settings), 'utf8'),
    fileDialogs: createFileDialogs(),
    desktopFiles: { printPdf: createPrinter(), dragOut: createDragOut(installation.iconFile) },
    startProcess: startUtilityProcess,
  })
  const { client, activeTasks } = application
  lockDown(session.defaultSession)
  serveAppScheme(session.defaultSession, installation.rendererDirectory)
  const window = openMainWindow({ iconFile: installation.iconFile, placementFile: own('window.json'), page: firstPage(process.argv) })
  serveDownloads(session.defaultSession, window)
  askBeforeQuitting(window, activeTasks)
  surviveCrashes(window, note)
  serveOverPorts(application, window)
  followLinks(window)
  const checkForUpdates = createUpdates({ readFeed: () => readFeed(settings), window, log, activeTasks })
  const recentFilesStore = own('recent.json')
  await serveMenus({ client, window, recentFilesStore, platform, checkForUpdates: () => void checkForUpdates({ asked: true }) })
  void checkForUpdates({ asked: false })
  void showRunFeedback(await client.backtests.watch(), window).catch(log.error)
  app.on('window-all-closed', () => app.quit())
  app.once('will-quit', (event) => {
    event.preventDefault()
    void application.close().finally(() => app.exit(0))
  })
}

function giveUp(error: unknown, title = 'Aurelius cannot start'): void {
  log.error(error)
  dialog.showErrorBox(title, error instanceof Error ? error.message : String(error))
  app.exit(1)
}

// One malformed message on a port must not take the running work with it.
process.on('unhandledRejection', (reason) => log.error('unhandled', reason))
// After anything else nobody knows what state the process is in; runs are taken up as interrupted at the next start.
process.on('uncaughtException', (error) => giveUp(error, 'Aurelius cannot go on'))
registerAppScheme()
try {
  const flags = parseLaunchFlags(process.argv.slice(1), { strict: false })
  const settings = await resolveLaunchSettings({ flags, env: process.env, platform: process.platform, homeDirectory: homedir() })
  app.setPath('userData', join(settings.dataDirectory, 'desktop'))
  keepCrashReports()
  log.transports.file.resolvePathFn = () => logFile(settings)
  // A full log is kept once as main.old.log.
  log.transports.file.maxSize = LOG_BYTES
  // Not awaited: Electron is not ready before this module has ended.
  if (app.requestSingleInstanceLock()) {
    app
      .whenReady()
      .then(() => startDesktop(settings))
      .catch(giveUp)
  } else app.quit()
} catch (error) {
  giveUp(error)
}
