import { homedir } from 'node:os'
import { locateInstallation } from '#core/config/installation.ts'
import type { LaunchFlags } from '#core/config/launchFlags.ts'
import { resolveLaunchSettings } from '#core/config/launchSettings.ts'
import { launchApplication } from '../launchApplication.ts'
import { startLoopbackHost } from './loopbackHost.ts'
import { findBrowser, hasDisplay, openWindow } from './openWindow.ts'

const log = (line: string) => console.error(line)

function nextSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}

/** Opens an app window where one can be seen; answers what to tell the user otherwise. */
async function tryOpenWindow(url: string, dataDirectory: string): Promise<string | null> {
  const { platform, env } = process
  if (!hasDisplay(platform, env)) return 'There is no display here: open the address in a browser.'
  const browser = findBrowser(platform, env)
  if (browser === null) return 'No Chrome, Chromium or Edge was found: open the address in a browser.'
  const isOpen = await openWindow({ browser, url, dataDirectory })
  return isOpen ? null : `${browser} did not start: open the address in a browser.`
}

/**
 * Runs the application behind the loopback host until SIGINT or SIGTERM, then closes both. Prints the address with its
 * token on one line. Throws AppError when the settings, the port or the database cannot be used.
 */
export async function serveApplication(flags: LaunchFlags): Promise<void> {
  // One bad message or lost peer must not take the runs of everybody else with it.
  process.on('unhandledRejection', (reason) => log(`unhandled: ${reason instanceof Error ? reason.message : String(reason)}`))
  const installation = locateInstallation()
  const settings = await resolveLaunchSettings({ flags, env: process.env, platform: process.platform, homeDirectory: homedir() })
  const application = await launchApplication({ host: 'browser', settings, installation, log })
  try {
    const { version: appVersion, rendererDirectory } = installation
    const host = await startLoopbackHost({ application, appVersion, rendererDirectory, port: flags.port, log })
    const asked = nextSignal()
    console.log(`Aurelius is running at ${host.url}`)
    const hint = flags.open ? await tryOpenWindow(host.url, settings.dataDirectory) : null
    console.log([hint, 'Press Ctrl-C to stop.'].filter((line) => line !== null).join(' '))
    await asked
    await host.close()
  } finally {
    await application.close()
  }
}
