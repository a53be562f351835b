import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const SOURCES = ['src/**/*.{ts,tsx,css,html,json}', 'migrations/**/*.ts', 'resources/**/*', 'electron.vite.config.ts', 'package-lock.json']
const PRODUCTS = ['out/main/index.js', 'out/main/cli.js', 'out/main/serve.js', 'out/main/runWorker.js', 'out/renderer/index.html']

const modifiedAt = (path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.mtimeMs

/** Whether any product is missing or older than the newest source; tests are no sources. */
export function isBuildStale() {
  const builtAt = PRODUCTS.map(modifiedAt)
  if (builtAt.some((time) => time === undefined)) return true
  const sources = globSync(SOURCES, { cwd: root }).filter((path) => !/\.test\.tsx?$/.test(path))
  return Math.max(...sources.map(modifiedAt)) > Math.min(...builtAt)
}

/** Builds when that is needed; answers false when the build fails (its output says why). */
export function ensureFreshBuild() {
  if (!isBuildStale()) return true
  console.log('Building the application (out/ is missing or older than the sources) ...')
  const electronVite = resolve(root, 'node_modules/electron-vite/bin/electron-vite.js')
  return spawnSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' }).status === 0
}
