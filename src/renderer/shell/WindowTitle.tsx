import { useEffect } from 'react'
import { useLocation } from 'react-router'
import { usePageName } from '../components/pageName.tsx'
import { sectionOf } from './sections.ts'

/** Names the window after the page, so that a screen reader and a list of windows say where it is. */
export function WindowTitle() {
  const { pathname } = useLocation()
  const name = usePageName()
  useEffect(() => {
    const section = sectionOf(pathname)
    const isNamed = section !== undefined && pathname !== section.path && name !== null
    document.title = [...(isNamed ? [name] : []), section?.title ?? name ?? 'Not found', 'Aurelius'].join(' - ')
  }, [pathname, name])
  return null
}
