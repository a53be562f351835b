import { useEffect } from 'react'

const FIRST_STOPS = ['a[aria-current="page"]', 'a[href], button:not([disabled])'] as const

/** Rail, top bar and page; while a dialog or a drawer is open, that alone: what it covers must not take the focus. */
function openPanes(): HTMLElement[] {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]')
  const dialog = dialogs[dialogs.length - 1]
  return dialog === undefined ? [...document.querySelectorAll<HTMLElement>('[data-pane]')] : [dialog]
}

/** The pane's own focus stop, else its current link, else its first link or button. */
function firstStop(pane: HTMLElement): HTMLElement {
  if (pane.hasAttribute('tabindex')) return pane
  for (const selector of FIRST_STOPS) {
    const stop = pane.querySelector<HTMLElement>(selector)
    if (stop !== null) return stop
  }
  return pane
}

/** F6 moves to the next pane and Shift+F6 to the one before, each time to where the focus was in it. */
export function usePaneKeys(): void {
  useEffect(() => {
    const lastStops = new WeakMap<HTMLElement, HTMLElement>()
    const remember = ({ target }: FocusEvent) => {
      const pane = openPanes().find((candidate) => target instanceof Node && candidate.contains(target))
      if (pane !== undefined && target instanceof HTMLElement) lastStops.set(pane, target)
    }
    const move = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      const panes = openPanes()
      const current = panes.findIndex((pane) => pane.contains(document.activeElement))
      const next = panes[(current + (event.shiftKey ? -1 : 1) + panes.length) % panes.length]
      if (next === undefined) return
      const lastStop = lastStops.get(next)
      const stop = lastStop !== undefined && next.contains(lastStop) ? lastStop : firstStop(next)
      stop.focus()
    }
    document.addEventListener('focusin', remember)
    window.addEventListener('keydown', move)
    return () => {
      document.removeEventListener('focusin', remember)
      window.removeEventListener('keydown', move)
    }
  }, [])
}
