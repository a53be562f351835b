import { Tooltip } from '@mantine/core'
import { useEffect, useId, useReducer, useState } from 'react'

/** As long as a pointer rests before the tip shows; the focus of the keyboard shows it at once. */
const OPEN_DELAY_MS = 250

/** Spread these on one element and it says these words on hover and on focus. */
export function tipProps(words: string | undefined) {
  return words === undefined ? {} : { 'data-tip': words }
}

function tipTarget(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
}

/** Which element with a tip has the pointer or the keyboard's focus; null when none has, or after Escape. */
function useTipTarget(): HTMLElement | null {
  const [target, setTarget] = useState<HTMLElement | null>(null)
  useEffect(() => {
    let pointedAt: HTMLElement | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (next: HTMLElement | null, delayMs: number) => {
      clearTimeout(timer)
      if (next === null || delayMs === 0) setTarget(next)
      else timer = setTimeout(() => setTarget(next), delayMs)
    }
    const point = (event: MouseEvent) => {
      const next = tipTarget(event.type === 'mouseout' ? event.relatedTarget : event.target)
      if (next === pointedAt) return
      pointedAt = next
      show(next, OPEN_DELAY_MS)
    }
    const focus = ({ type, target: focused }: FocusEvent) => {
      const isKeyboard = type === 'focusin' && focused instanceof Element && focused.matches(':focus-visible')
      show(isKeyboard ? tipTarget(focused) : null, 0)
    }
    const dismiss = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') show(null, 0)
    }
    document.addEventListener('mouseover', point)
    document.addEventListener('mouseout', point)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', focus)
    document.addEventListener('keydown', dismiss)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('mouseover', point)
      document.removeEventListener('mouseout', point)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', focus)
      document.removeEventListener('keydown', dismiss)
    }
  }, [])
  return target
}

/** What an element says, also when it says something else under the pointer. */
function useWords(target: HTMLElement | null): string | undefined {
  const words = target?.dataset['tip']
  const [, readAgain] = useReducer((times: number) => times + 1, 0)
  useEffect(() => {
    if (target === null) return
    const observer = new MutationObserver(readAgain)
    observer.observe(target, { attributes: true, attributeFilter: ['data-tip'] })
    return () => observer.disconnect()
  }, [target])
  return words
}

/**
 * The one tip of the window, for whatever has `tipProps`. Tables and cards have dozens of terms to explain: a tooltip of
 * its own costs each of them more than everything else it draws.
 */
export function SharedTip() {
  const target = useTipTarget()
  const words = useWords(target)
  const wordsId = useId()
  useEffect(() => {
    // The term inside a figure has the focus, not the figure.
    const described = target?.contains(document.activeElement) === true ? document.activeElement : target
    described?.setAttribute('aria-describedby', wordsId)
    return () => described?.removeAttribute('aria-describedby')
  }, [target, wordsId])
  if (target === null || words === undefined) return null
  return (
    <Tooltip
      opened
      target={target}
      label={<span id={wordsId}>{words}</span>}
      style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}
    />
  )
}
