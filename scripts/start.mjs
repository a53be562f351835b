// `npm start`: the desktop window where Electron runs, else the same application in a browser window.
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { requireRecentNode } from './nodePreflight.mjs'

await requireRecentNode(fileURLToPath(import.meta.url))
// What the code of the last start was compiled to is kept beside the packages and need not be compiled again.
module.enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)))
// Only now: an older Node could not even load what follows.
await import('./launch.mjs')
