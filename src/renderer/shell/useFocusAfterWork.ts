import { useEffect } from 'react'

/** A dialog or a menu that closes brings the focus back by itself, a moment later. */
const PATIENCE_MS = 100

const isNowhere = () => document.activeElement === null || document.activeElement === document.body

const isDisabling =
  (button: Element) =>
  ({ type, target }: MutationRecord) =>
    type === 'attributes' && target === button

/** Where the keyboard goes on when what it was on is gone: the dialog around it, else the page. */
function whatIsLeft(dialog: Element | null): HTMLElement | null {
  if (dialog?.isConnected === true) return dialog.querySelector('[data-autofocus]') ?? (dialog as HTMLElement)
  return document.getElementById('page')
}

/**
 * A button that shows that it works is disabled meanwhile, and the browser takes the focus from what is disabled; other
 * buttons are gone once they have done their work. When the focus went nowhere else, the button has it again, or what is
 * around the place where it was: the keyboard goes on where it was.
 */
export function useFocusAfterWork(): void {
  useEffect(() => {
    let lastFocused: Element | null = null
    let dialog: Element | null = null
    const remember = ({ target }: FocusEvent) => {
      lastFocused = target instanceof Element ? target : null
      dialog = lastFocused?.closest('[role="dialog"]') ?? null
    }
    const giveBack = (wasDisabled: boolean) => {
      if (lastFocused === null || !isNowhere()) return
      if (!lastFocused.isConnected) whatIsLeft(dialog)?.focus({ preventScroll: true })
      // A button whose own `disabled` did not change lost the focus to somebody who clicked beside it.
      else if (wasDisabled && lastFocused instanceof HTMLButtonElement && !lastFocused.disabled) lastFocused.focus({ preventScroll: true })
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (changes: readonly MutationRecord[]) => {
      if (lastFocused === null || !isNowhere()) return
      const wasDisabled = changes.some(isDisabling(lastFocused))
      if (lastFocused.isConnected && !wasDisabled) return
      clearTimeout(timer)
      timer = setTimeout(() => giveBack(wasDisabled), PATIENCE_MS)
    }
    const observer = new MutationObserver(look)
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] })
    return () => {
      document.removeEventListener('focusin', remember)
      observer.disconnect()
      clearTimeout(timer)
    }
  }, [])
}
