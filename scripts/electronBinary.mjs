import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const INSTALL_LIMIT_MS = 20_000
const root = resolve(import.meta.dirname, '..')
const electron = join(root, 'node_modules', 'electron')
const failureFile = join(root, '.cache', 'electron-install-failed')

/** The program to run, or null when it is not on this machine. Asking the package itself would start a download. */
function findElectron() {
  const pathFile = join(electron, 'path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist'), readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

const electronVersion = () => JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version

function hasFailedBefore() {
  return existsSync(failureFile) && readFileSync(failureFile, 'utf8').trim() === electronVersion()
}

/** One attempt per Electron version; a failure is remembered so that the next start does not wait again. */
function tryInstall() {
  console.log('Fetching Electron, once (at most 20 s) ...')
  const attempt = spawnSync(process.execPath, [join(electron, 'install.js')], { cwd: root, stdio: 'ignore', timeout: INSTALL_LIMIT_MS })
  if (attempt.status === 0 && findElectron() !== null) return
  mkdirSync(dirname(failureFile), { recursive: true })
  writeFileSync(failureFile, `${electronVersion()}\n`)
}

/** Why Electron cannot open a window here whatever is installed; null = it can. */
function obstacle() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  return process.getuid() === 0 ? 'Electron does not run as root' : null
}

/** Electron's program, fetched if need be, or the reason why there is none. */
export function prepareElectron() {
  const reason = obstacle()
  if (reason !== null) return { program: null, reason }
  if (!existsSync(electron)) return { program: null, reason: 'Electron is not installed' }
  if (findElectron() === null && !hasFailedBefore()) tryInstall()
  const program = findElectron()
  if (program !== null) return { program, reason: null }
  return { program: null, reason: 'Electron could not be downloaded (delete .cache/electron-install-failed to try again)' }
}
