import { describe, expect, it } from 'vitest'
import { findRendererFile } from './rendererFile.ts'

const root = '/app/out/renderer'

describe('findRendererFile', () => {
  it.each([
    { pathname: '/', path: '/app/out/renderer/index.html' },
    { pathname: '/strategies/018f', path: '/app/out/renderer/index.html' },
    { pathname: '/assets/a%20b.js', path: '/app/out/renderer/assets/a b.js' },
    { pathname: '/assets/../index.html', path: '/app/out/renderer/index.html' },
  ])('answers $pathname with $path', ({ pathname, path }) => {
    expect(findRendererFile(root, pathname)?.path).toBe(path)
  })

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e%2fsecret.json',
    '/../renderer-other/x.js',
    '/..\\secret.json',
    '/a%00.js',
    '/%',
    '/.env.local',
  ])('has nothing for %s', (pathname) => {
    expect(findRendererFile(root, pathname)).toBeNull()
  })
})
