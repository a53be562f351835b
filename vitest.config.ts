import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const node = { environment: 'node' as const, testTimeout: 20_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    reporters: ['default', './tests/setup/tallyReporter.ts'],
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['src/{shared,engine,cli,preload}/**/*.test.ts', 'tests/{golden,checks,reference}/**/*.test.ts'],
        },
      },
      {
        test: {
          ...node,
          name: 'core',
          include: ['src/main/**/*.test.ts', 'migrations/**/*.test.ts', 'tests/{storage,contract,cli,hosts}/**/*.test.ts'],
          globalSetup: ['tests/setup/postgres.ts'],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/setup/renderer.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/setup/postgres.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
