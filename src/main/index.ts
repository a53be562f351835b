import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, dialog, safeStorage, session } from 'electron'
import log from 'electron-log/node'
import { locateInstallation } from '#core/config/installation.ts'
import { parseLaunchFlags } from '#core/config/launchFlags.ts'
import { type LaunchSettings, resolveLaunchSettings } from '#core/config/launchSettings.ts'
import { registerAppScheme, serveAppScheme } from './hosts/electron/appProtocol.ts'
import { createFileDialogs } from './hosts/electron/fileDialogs.ts'
import { lockDown } from './hosts/electron/lockdown.ts'
import { openMainWindow } from './hosts/electron/mainWindow.ts'
import { setApplicationMenu } from './hosts/electron/menu.ts'
import { serveOverPorts } from './hosts/electron/portTransport.ts'
import { createSystemVault } from './hosts/electron/systemVault.ts'
import { launchApplication } from './hosts/launchApplication.ts'

async function startDesktop(settings: LaunchSettings): Promise<void> {
  const installation = locateInstallation()
  log.info(`Aurelius ${installation.version} on ${process.platform}`)
  const vault = createSystemVault({
    sealer: safeStorage,
    file: join(settings.dataDirectory, 'secrets.json'),
    platform: process.platform,
  })
  const application = await launchApplication({
    host: 'electron',
    settings,
    installation,
    log: (line) => log.info(line),
    vault,
    fileDialogs: createFileDialogs(),
  })
  lockDown(session.defaultSession)
  serveAppScheme(session.defaultSession, installation.rendererDirectory)
  setApplicationMenu(process.platform)
  const window = openMainWindow(installation.iconFile)
  serveOverPorts(application, window)

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.once('will-quit', (event) => {
    event.preventDefault()
    void application.close().finally(() => app.exit(0))
  })
}

function giveUp(error: unknown): void {
  log.error(error)
  dialog.showErrorBox('Aurelius cannot start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}

// One malformed message on a port must not take the running work with it.
process.on('unhandledRejection', (reason) => log.error('unhandled', reason))
registerAppScheme()
try {
  const flags = parseLaunchFlags(process.argv.slice(1), { strict: false })
  const settings = await resolveLaunchSettings({ flags, env: process.env, platform: process.platform, homeDirectory: homedir() })
  app.setPath('userData', join(settings.dataDirectory, 'desktop'))
  log.transports.file.resolvePathFn = () => join(settings.dataDirectory, 'logs', 'main.log')
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
