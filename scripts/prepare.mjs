// npm's `prepare`: after `npm ci` the application is built and `npx --no-install aurelius` works.
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requireRecentNode } from './nodePreflight.mjs'

const script = fileURLToPath(import.meta.url)
await requireRecentNode(script)
const { ensureFreshBuild } = await import('./freshBuild.mjs')

const root = join(script, '..', '..')
const bin = join(root, 'node_modules', '.bin')

/** npm links the commands of dependencies only, not the project's own. */
function linkCommand() {
  mkdirSync(bin, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'aurelius.cmd'), '@node "%~dp0\\..\\..\\scripts\\aurelius.mjs" %*\r\n')
    return
  }
  chmodSync(join(root, 'scripts', 'aurelius.mjs'), 0o755)
  rmSync(join(bin, 'aurelius'), { force: true })
  symlinkSync('../../scripts/aurelius.mjs', join(bin, 'aurelius'))
}

// Without the development packages there is nothing to build with: whoever installs that way brings a build along.
if (existsSync(join(root, 'node_modules', 'electron-vite'))) {
  linkCommand()
  if (!ensureFreshBuild()) process.exit(1)
}
