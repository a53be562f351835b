import { describe, expect, it } from 'vitest'
import { findBrowser, hasDisplay } from './openWindow.ts'

describe('hasDisplay', () => {
  it.each([
    { platform: 'linux', env: {}, expected: false },
    { platform: 'linux', env: { DISPLAY: ':0' }, expected: true },
    { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, expected: true },
    { platform: 'darwin', env: {}, expected: true },
    { platform: 'win32', env: {}, expected: true },
  ] as const)('$platform $env -> $expected', ({ platform, env, expected }) => {
    expect(hasDisplay(platform, env)).toBe(expected)
  })
})

describe('findBrowser', () => {
  it('searches the PATH on Linux, Chrome before Chromium', () => {
    const env = { PATH: '/usr/local/bin:/usr/bin' }
    const installed = new Set(['/usr/bin/chromium', '/usr/bin/google-chrome'])
    expect(findBrowser('linux', env, (file) => installed.has(file))).toBe('/usr/bin/google-chrome')
  })

  it('searches the program folders on Windows', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
    const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }
    expect(findBrowser('win32', env, (file) => file === edge)).toBe(edge)
  })

  it('finds none where none is', () => {
    expect(findBrowser('linux', {}, () => true)).toBeNull()
    expect(findBrowser('darwin', {}, () => false)).toBeNull()
  })
})
