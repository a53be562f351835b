import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** Why a real Electron window cannot be opened on this machine; null = it can. */
function obstacle(): string | null {
  const electron = join(root, 'node_modules', 'electron')
  const pathFile = join(electron, 'path.txt')
  if (!existsSync(pathFile) || !existsSync(join(electron, 'dist', readFileSync(pathFile, 'utf8')))) {
    return "Electron's binary is not on this machine (npm start fetches it where its host can be reached)"
  }
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
  return hasDisplay ? null : 'there is no display for an Electron window'
}

it('the real desktop window opens, is locked down and reads the sample through its port', async ({ skip }) => {
  const reason = obstacle()
  if (reason !== null) {
    console.warn(`SKIPPED: the test of the real Electron window, because ${reason}.`)
    skip(reason)
  }
  const folder = await mkdtemp(join(tmpdir(), 'aurelius-window-'))
  const args = [root, '--data-dir', folder, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  const desktop = await _electron.launch({ args, cwd: root })
  try {
    const page = await desktop.firstWindow()
    await page.getByRole('navigation').waitFor()
    expect(page.url()).toMatch(/^app:\/\/aurelius\//)
    expect(await page.evaluate(() => ['require', 'process', 'Buffer'].filter((name) => name in window))).toEqual([])
    await page.getByRole('link', { name: 'Data' }).click()
    await page.getByText('S&P 500 daily (sample)').first().waitFor()
    expect(
      await page.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'reached',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
  } finally {
    await desktop.close()
    await rm(folder, { recursive: true, force: true })
  }
})
