import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const NameContext = createContext<string | null>(null)
const SetNameContext = createContext<(name: string | null) => void>(() => {})

/** Knows what the page shown is called; the page says so, the breadcrumb and the window's title repeat it. */
export function PageNameProvider({ children }: { readonly children: ReactNode }) {
  const [name, setName] = useState<string | null>(null)
  return (
    <SetNameContext value={setName}>
      <NameContext value={name}>{children}</NameContext>
    </SetNameContext>
  )
}

/** What the page shown is called; null while it does not know yet. */
export function usePageName(): string | null {
  return useContext(NameContext)
}

/** Names the page for as long as the calling component is shown; `PageHeader` does it by itself. */
export function useNamePage(name: string | null): void {
  const setName = useContext(SetNameContext)
  useEffect(() => {
    setName(name)
    return () => setName(null)
  }, [setName, name])
}
