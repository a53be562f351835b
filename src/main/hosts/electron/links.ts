import { app, type BrowserWindow } from 'electron'
import { linkAmong, pageOfLink } from './deepLink.ts'
import { raise, showPage } from './mainWindow.ts'

/** The page a first start was asked to show. */
export function firstPage(args: readonly string[]): string {
  const link = linkAmong(args)
  return (link === null ? null : pageOfLink(link)) ?? '/'
}

/** Follows links from outside: macOS sends them as events, elsewhere a second start brings them to the first. */
export function followLinks(window: BrowserWindow): void {
  app.setAsDefaultProtocolClient('aurelius')
  const follow = (link: string | null) => {
    const page = link === null ? null : pageOfLink(link)
    if (page === null) raise(window)
    else showPage(window, page)
  }
  app.on('open-url', (event, link) => {
    event.preventDefault()
    follow(link)
  })
  app.on('second-instance', (_event, args) => follow(linkAmong(args)))
}
