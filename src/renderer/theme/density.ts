import { useLocalStorage } from '@mantine/hooks'
import { useEffect } from 'react'

/** Height of table rows: compact 32 px, comfortable 40 px. */
export type Density = 'compact' | 'comfortable'

/** The user's table density, remembered on this machine and shared by every reader. */
export function useDensity() {
  return useLocalStorage<Density>({ key: 'aurelius-density', defaultValue: 'compact' })
}

/** Puts the density on the document, where the style sheet reads it. */
export function useDensityOnDocument() {
  const [density] = useDensity()
  useEffect(() => {
    document.documentElement.dataset['density'] = density
  }, [density])
}
