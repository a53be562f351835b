import { mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { app, BrowserWindow, nativeImage } from 'electron'
import type { DraggedFile } from '#core/config/desktopFiles.ts'
import { AppError } from '#shared/domain/appError.ts'

const ICON_PIXELS = 32

/** Files to drag lie in a folder of their own, which goes with the application. */
export function createDragOut(iconFile: string): (file: DraggedFile) => Promise<void> {
  let folder: string | null = null
  app.once('will-quit', () => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  })
  return async ({ fileName, contents }) => {
    folder ??= mkdtempSync(join(tmpdir(), 'aurelius-drag-'))
    // Each in its own folder: a name may come twice while another program still reads the first.
    const file = join(await mkdtemp(join(folder, 'file-')), basename(fileName))
    await writeFile(file, contents, { mode: 0o600 })
    const icon = nativeImage.createFromPath(iconFile).resize({ width: ICON_PIXELS })
    frontWindow().webContents.startDrag({ file, icon })
  }
}

function frontWindow(): BrowserWindow {
  const window = BrowserWindow.getFocusedWindow()
  if (window !== null) return window
  throw new AppError('unavailable', 'The window is not in front any more. Click into it and drag again, or choose Export.')
}
