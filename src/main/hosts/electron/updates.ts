import { type BrowserWindow, dialog } from 'electron'
import type { AppUpdater, Logger } from 'electron-updater'

export interface UpdateParts {
  /** Where newer versions are announced, an https address; null = updates are off, and nobody is ever asked. */
  readonly readFeed: () => Promise<string | null>
  readonly window: BrowserWindow
  readonly log: Logger
  readonly activeTasks: () => number
}

/** Looks for a newer version; `asked` = a person waits for the answer, whatever it is. */
export type CheckForUpdates = (how: { readonly asked: boolean }) => Promise<void>

const AGREED = 1
/** The library would name every copy to the server by a number of its own. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Never loads the library without a feed, never downloads and never installs without a yes to each. */
export function createUpdates(parts: UpdateParts): CheckForUpdates {
  const { readFeed, window, log } = parts
  let current: Promise<void> | null = null
  const tell = async (message: string, detail: string) => {
    await dialog.showMessageBox(window, { type: 'info', message, detail, buttons: ['OK'] })
  }
  const check = async (asked: boolean) => {
    const feed = await readFeed()
    if (feed === null) return asked ? tell('Updates are off.', OFF) : undefined
    const updater = await openUpdater(feed, log)
    const found = await updater.checkForUpdates()
    if (found?.isUpdateAvailable) return offer(parts, updater, found.updateInfo.version)
    if (!asked) return
    if (found === null)
      await tell('This copy cannot update itself.', 'It was not installed from a package that can. Install the newer version by hand.')
    else await tell('This is the newest version.', `The feed announces ${found.updateInfo.version}.`)
  }
  return ({ asked }) => {
    current ??= check(asked)
      .catch(async (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        log.error(`looking for an update: ${reason}`)
        if (asked)
          await tell(
            'The update did not work.',
            `${reason.split('\n')[0]} Nothing was changed. Check the address in config.json and the connection, then try again.`,
          )
      })
      .finally(() => {
        current = null
        log.info('the check for updates has ended')
      })
    return current
  }
}

const OFF =
  'This copy asks no server for newer versions. Whoever looks after it can name a feed in config.json of the data folder: "updates": { "feed": "https://…" }.'

async function openUpdater(feed: string, log: Logger): Promise<AppUpdater> {
  const { default: library } = await import('electron-updater')
  const updater = library.autoUpdater
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.allowPrerelease = false
  updater.disableWebInstaller = true
  updater.requestHeaders = { 'x-user-staging-id': NOBODY }
  updater.logger = log
  updater.setFeedURL({ provider: 'generic', url: feed })
  return updater
}

async function offer({ window, activeTasks }: UpdateParts, updater: AppUpdater, version: string): Promise<void> {
  const ask = async (message: string, detail: string, yes: string) => {
    const question = { type: 'question' as const, message, detail, buttons: ['Not now', yes], defaultId: 0, cancelId: 0 }
    return (await dialog.showMessageBox(window, question)).response === AGREED
  }
  const isWanted = await ask(
    `Aurelius ${version} is available.`,
    'It is downloaded only if you say so, and installed only after a second question.',
    'Download',
  )
  if (!isWanted) return
  await updater.downloadUpdate()
  const detail = 'Aurelius closes, installs it and starts again.'
  if (!(await ask(`Aurelius ${version} is ready to install.`, detail, 'Restart and install'))) return
  // Whoever then keeps working at the question about quitting would have the installer running beside them.
  if (activeTasks() > 0) throw new Error('Tasks are under way. Wait for their end, then choose Check for Updates again.')
  updater.quitAndInstall(false, true)
}
