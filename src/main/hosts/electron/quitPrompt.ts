import { type BrowserWindow, dialog } from 'electron'

const QUIT = 1

/** Asks before closing the window ends work that is under way; what is interrupted can be run again. */
export function askBeforeQuitting(window: BrowserWindow, activeTasks: () => number): void {
  let isConfirmed = false
  const decide = async (active: number) => {
    isConfirmed = await wantsToQuit(window, active)
    if (isConfirmed) window.close()
  }
  window.on('close', (event) => {
    const active = activeTasks()
    if (isConfirmed || active === 0) return
    event.preventDefault()
    void decide(active)
  })
}

async function wantsToQuit(window: BrowserWindow, active: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: active === 1 ? 'One task is under way.' : `${active} tasks are under way.`,
    detail:
      'Quitting interrupts what is computed or copied. What is stored stays; a run can be run again, and a copy goes on where it was.',
    buttons: ['Keep working', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === QUIT
}
