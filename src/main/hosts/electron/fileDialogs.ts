import { type BaseWindow, BrowserWindow, dialog } from 'electron'
import type { FileDialogs } from '#core/config/fileDialogs.ts'

const DATABASE_FILES = [{ name: 'Aurelius database', extensions: ['sqlite'] }]

/** The system's dialogs over the window in front. */
export function createFileDialogs(): FileDialogs {
  return {
    chooseNew: async (suggestedName) => {
      const options = { defaultPath: suggestedName, filters: DATABASE_FILES }
      const { canceled, filePath } = await over(
        (window) => dialog.showSaveDialog(window, options),
        () => dialog.showSaveDialog(options),
      )
      return canceled || filePath === '' ? null : filePath
    },
    chooseExisting: async () => {
      const options = { filters: DATABASE_FILES, properties: ['openFile' as const] }
      const { canceled, filePaths } = await over(
        (window) => dialog.showOpenDialog(window, options),
        () => dialog.showOpenDialog(options),
      )
      return canceled ? null : (filePaths[0] ?? null)
    },
  }
}

function over<Answer>(onWindow: (window: BaseWindow) => Answer, alone: () => Answer): Answer {
  const window = BrowserWindow.getFocusedWindow()
  return window === null ? alone() : onWindow(window)
}
