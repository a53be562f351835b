import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join, posix, win32 } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

const LINUX_NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge', 'microsoft-edge-stable']
const MAC_PROGRAMS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']

/** A browser that is still there by then has opened its window. */
const SETTLED_AFTER_MS = 1_500

/** Whether a window could be seen at all. */
export function hasDisplay(platform: NodeJS.Platform, env: Environment): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

function candidates(platform: NodeJS.Platform, env: Environment): string[] {
  if (platform === 'darwin') return MAC_PROGRAMS
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((folder) => folder !== undefined)
    return WINDOWS_PROGRAMS.flatMap((program) => folders.map((folder) => win32.join(folder, program)))
  }
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder !== '')
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => posix.join(folder, name)))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first installed Chrome, Chromium or Edge; null when there is none. */
export function findBrowser(platform: NodeJS.Platform, env: Environment, isInstalled = isExecutable): string | null {
  return candidates(platform, env).find(isInstalled) ?? null
}

interface WindowRequest {
  readonly browser: string
  readonly url: string
  readonly dataDirectory: string
}

/** Chrome refuses to start under root with its sandbox; the window shows nothing but this application. */
function rootFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/**
 * Opens the address as an app window with a profile of its own, apart from the user's browsing. False when the browser
 * does not start or gives up at once.
 */
export function openWindow({ browser, url, dataDirectory }: WindowRequest): Promise<boolean> {
  const profile = join(dataDirectory, 'browser-profile')
  const flags = [`--app=${url}`, `--user-data-dir=${profile}`, '--no-first-run', '--no-default-browser-check', ...rootFlags()]
  return new Promise((resolve) => {
    const window = spawn(browser, flags, { detached: true, stdio: 'ignore' })
    window.once('error', () => resolve(false))
    window.once('exit', (code) => resolve(code === 0))
    setTimeout(() => resolve(true), SETTLED_AFTER_MS)
    window.unref()
  })
}
