import { useEffect } from 'react'

/**
 * A button that shows that it works is disabled meanwhile, and the browser takes the focus from what is disabled. When the
 * work is done and the focus went nowhere else, the button has it again: the keyboard goes on where it was.
 */
export function useFocusAfterWork(): void {
  useEffect(() => {
    let lastFocused: EventTarget | null = null
    const remember = ({ target }: FocusEvent) => {
      lastFocused = target
    }
    const giveBack = (changes: readonly MutationRecord[]) => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body
      for (const { target } of changes) {
        if (isNowhere && target === lastFocused && target instanceof HTMLButtonElement && !target.disabled) {
          target.focus({ preventScroll: true })
        }
      }
    }
    const observer = new MutationObserver(giveBack)
    document.addEventListener('focusin', remember)
    observer.observe(document.body, { subtree: true, attributeFilter: ['disabled'] })
    return () => {
      document.removeEventListener('focusin', remember)
      observer.disconnect()
    }
  }, [])
}
