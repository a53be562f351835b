import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const SOURCE_FOLDERS = ['src', 'migrations', 'resources']
const SOURCE_FILES = ['electron.vite.config.ts', 'package-lock.json']
const PRODUCTS = ['out/main/index.js', 'out/main/cli.js', 'out/main/serve.js', 'out/main/runWorker.js', 'out/renderer/index.html']

const modifiedAt = (path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.mtimeMs

/** Read folder by folder: patterns took a seventh of the time that the application needs to start. */
function listSources() {
  const entries = SOURCE_FOLDERS.flatMap((folder) => readdirSync(resolve(root, folder), { recursive: true, withFileTypes: true }))
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
  return [...SOURCE_FILES, ...files.map(({ parentPath, name }) => join(parentPath, name))]
}

/** Whether any product is missing or older than the newest source; tests are no sources. */
export function isBuildStale() {
  const builtAt = PRODUCTS.map(modifiedAt)
  if (builtAt.some((time) => time === undefined)) return true
  return Math.max(...listSources().map(modifiedAt)) > Math.min(...builtAt)
}

/** Builds when that is needed; answers false when the build fails (its output says why). */
export function ensureFreshBuild() {
  if (!isBuildStale()) return true
  console.log('Building the application (out/ is missing or older than the sources) ...')
  const electronVite = resolve(root, 'node_modules/electron-vite/bin/electron-vite.js')
  return spawnSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' }).status === 0
}
