import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'

export interface Shortcut {
  /** A single key, as shown to people: `N`, `?`, `1`. */
  readonly key: string
  /** What it does, verb first. */
  readonly label: string
  readonly run: () => void
}

type Register = (shortcut: Shortcut) => () => void

const RegisterContext = createContext<Register>(() => () => {})
const ShortcutsContext = createContext<readonly Shortcut[]>([])

/** Typing must never trigger a shortcut, and neither must a key that belongs to the browser or to an open dialog. */
function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (!(event.target instanceof HTMLElement)) return true
  return (
    event.target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]') === null
  )
}

/** The page's shortcuts first, then the defaults whose keys the page left free. */
function mergeShortcuts(ofPage: readonly Shortcut[], defaults: readonly Shortcut[]): readonly Shortcut[] {
  const taken = new Set(ofPage.map(({ key }) => key))
  return [...ofPage, ...defaults.filter(({ key }) => !taken.has(key))]
}

function useKeyListener(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isForPage(event)) return
      const shortcut = shortcuts.find(({ key }) => key.toLowerCase() === event.key.toLowerCase())
      if (shortcut === undefined) return
      event.preventDefault()
      shortcut.run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [shortcuts])
}

interface ShortcutProviderProps {
  /** Shortcuts of the whole app; a page may take a key over while it is shown. */
  readonly defaults: readonly Shortcut[]
  readonly children: ReactNode
}

/** Listens for single-key shortcuts and knows which ones apply now. */
export function ShortcutProvider({ defaults, children }: ShortcutProviderProps) {
  const [ofPage, setOfPage] = useState<readonly Shortcut[]>([])
  const register = useCallback<Register>((shortcut) => {
    setOfPage((known) => [shortcut, ...known])
    return () => setOfPage((known) => known.filter((other) => other !== shortcut))
  }, [])
  const shortcuts = useMemo(() => mergeShortcuts(ofPage, defaults), [ofPage, defaults])
  useKeyListener(shortcuts)
  return (
    <RegisterContext value={register}>
      <ShortcutsContext value={shortcuts}>{children}</ShortcutsContext>
    </RegisterContext>
  )
}

/** The shortcuts that apply now, for the shortcut sheet and the palette. */
export function useShortcuts(): readonly Shortcut[] {
  return useContext(ShortcutsContext)
}

/** Gives a key to an action while the calling component is shown. Does nothing outside the app's shell. */
export function useShortcut({ key, label, run, isEnabled = true }: Shortcut & { readonly isEnabled?: boolean }): void {
  const register = useContext(RegisterContext)
  const latestRun = useRef(run)
  useEffect(() => {
    latestRun.current = run
  })
  useEffect(() => {
    if (!isEnabled) return
    return register({ key, label, run: () => latestRun.current() })
  }, [register, key, label, isEnabled])
}
