import { app, type BrowserWindow, crashReporter, dialog } from 'electron'

const RELOAD = 0

/** Keeps reports of crashes on this machine; nothing is ever sent anywhere. Call before the application is ready. */
export function keepCrashReports(): void {
  crashReporter.start({ uploadToServer: false })
}

/** A window that stopped is offered anew: work goes on in the main process all the while. */
export function surviveCrashes(window: BrowserWindow, log: (line: string) => void): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => log(`${type} process gone: ${reason} (${exitCode})`))
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`window gone: ${reason} (${exitCode})`)
    if (reason !== 'clean-exit') void offerReload(window)
  })
}

async function offerReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped unexpectedly.',
    detail: 'Runs go on, and nothing that was stored is lost. The log says what happened.',
    buttons: ['Reload', 'Close'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === RELOAD) window.reload()
  else window.destroy()
}
