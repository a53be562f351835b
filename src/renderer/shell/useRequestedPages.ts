import { useEffect } from 'react'
import { useNavigate } from 'react-router'

interface PageRequest {
  readonly name: 'aurelius:show-page'
  readonly page: string
}

function isPageRequest(data: unknown): data is PageRequest {
  return typeof data === 'object' && data !== null && 'name' in data && data.name === 'aurelius:show-page'
}

/** Follows the menus of the desktop and links from outside, which come through the preload script as messages of this window. */
export function useRequestedPages(): void {
  const navigate = useNavigate()
  useEffect(() => {
    const follow = ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== window || origin !== window.location.origin || !isPageRequest(data)) return
      if (data.page.startsWith('/') && !data.page.startsWith('//')) void navigate(data.page)
    }
    window.addEventListener('message', follow)
    return () => window.removeEventListener('message', follow)
  }, [navigate])
}
