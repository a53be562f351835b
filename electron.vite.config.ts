import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const at = (path: string) => resolve(import.meta.dirname, path)

/** Pages have nested addresses and the hosts answer each with index.html: electron-vite's relative asset paths would miss there. */
const absoluteAssets: Plugin = { name: 'absolute-assets', config: { order: 'post', handler: () => ({ base: '/' }) } }

export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          serve: at('src/main/hosts/node/serve.ts'),
          cli: at('src/cli/index.ts'),
          runWorker: at('src/main/core/jobs/runWorker.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react(), absoluteAssets],
    // The security policy allows no data: fonts.
    build: { minify: true, assetsInlineLimit: 0, rolldownOptions: { input: { index: at('src/renderer/index.html') } } },
  },
})
