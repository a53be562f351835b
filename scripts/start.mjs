// `npm start`: the desktop window where Electron runs, else the same application in a browser window.
import { fileURLToPath } from 'node:url'
import { requireRecentNode } from './nodePreflight.mjs'

await requireRecentNode(fileURLToPath(import.meta.url))
// Only now: an older Node could not even load what follows.
await import('./launch.mjs')
