#!/usr/bin/env node
// The `aurelius` command: checks Node and the build, then hands over to the command line.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { requireRecentNode } from './nodePreflight.mjs'

await requireRecentNode(fileURLToPath(import.meta.url))

const cli = new URL('../out/main/cli.js', import.meta.url)
if (!existsSync(cli)) {
  console.error('The application is not built. Run `npm run build` first.')
  process.exit(1)
}
await import(cli.href)
