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
    message: active === 1 ? 'One computation is under way.' : `${active} computations are under way.`,
    detail: 'Quitting interrupts it. What is stored stays; an interrupted run can be run again.',
    buttons: ['Keep working', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === QUIT
}
