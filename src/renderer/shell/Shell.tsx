import { AppShell, Skeleton, Stack } from '@mantine/core'
import { useDisclosure, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { type ReactNode, Suspense, useEffect, useMemo, useRef } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { PageNameProvider } from '../components/pageName.tsx'
import { type Shortcut, ShortcutProvider } from '../components/shortcuts.tsx'
import { CommandPalette } from './CommandPalette.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { PageBoundary } from './PageBoundary.tsx'
import { Rail } from './Rail.tsx'
import classes from './Shell.module.css'
import { ShortcutSheet } from './ShortcutSheet.tsx'
import { StatusLine } from './StatusLine.tsx'
import { SECTIONS } from './sections.ts'
import { TopBar } from './TopBar.tsx'
import { useFocusAfterWork } from './useFocusAfterWork.ts'
import { useLiveRuns } from './useLiveRuns.ts'
import { usePaneKeys } from './usePaneKeys.ts'
import { useRequestedPages } from './useRequestedPages.ts'
import { WindowTitle } from './WindowTitle.tsx'
import { WorkspaceBanner } from './WorkspaceBanner.tsx'

const WIDE_RAIL = 196
const NARROW_RAIL = 56

/** Keys that work on every page; N and R lead to the pages that own these actions. */
function useDefaultShortcuts(showSheet: () => void): readonly Shortcut[] {
  const navigate = useNavigate()
  // The router's function is another one at each address; the keys stay the same.
  const latest = useRef(navigate)
  useEffect(() => {
    latest.current = navigate
  })
  return useMemo(() => {
    const goTo = (address: string) => () => void latest.current(address)
    return [
      { key: 'N', label: 'New strategy', run: goTo('/strategies?new=yes') },
      { key: 'R', label: 'Run backtest', run: goTo('/backtests?run=new') },
      { key: '?', label: 'Show keyboard shortcuts', run: showSheet },
      ...SECTIONS.map(({ key, title, path }) => ({ key, label: `Go to ${title}`, run: goTo(path) })),
    ]
  }, [showSheet])
}

/** What the window follows at every address: its keys and what the desktop asks for. Apart from the frame, which is not drawn anew with each page. */
function ShellKeys({ showSheet, children }: { readonly showSheet: () => void; readonly children: ReactNode }) {
  useRequestedPages()
  return <ShortcutProvider defaults={useDefaultShortcuts(showSheet)}>{children}</ShortcutProvider>
}

/** A new page gets the focus, so that a screen reader says where it is. */
function useArrival() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const shownPath = useRef(pathname)
  useEffect(() => {
    if (shownPath.current !== pathname) main.current?.focus()
    shownPath.current = pathname
  }, [pathname])
  return { main, pathname }
}

function PageSkeleton() {
  return (
    <Stack aria-busy="true" aria-label="Loading the page">
      <Skeleton height={26} width={220} />
      <Skeleton height={16} width={340} />
      <Skeleton height={320} />
    </Stack>
  )
}

/** The page of the address under the banners. */
function PageArea() {
  const { main, pathname } = useArrival()
  return (
    <AppShell.Main ref={main} id="page" tabIndex={-1} data-pane="page" className={classes['main'] ?? ''}>
      <ConnectionBanner />
      <WorkspaceBanner />
      <div className={classes['content']}>
        <PageBoundary key={pathname}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </div>
    </AppShell.Main>
  )
}

/** The frame around every page: rail, top bar, banner, palette and shortcuts. */
export function Shell() {
  useLiveRuns()
  usePaneKeys()
  useFocusAfterWork()
  const [isCollapsed, setCollapsed] = useLocalStorage({ key: 'aurelius-rail-collapsed', defaultValue: false })
  const isSmall = useMediaQuery('(max-width: 62em)') ?? false
  const [isSheetOpen, sheet] = useDisclosure(false)
  const isNarrow = isCollapsed || isSmall
  return (
    <PageNameProvider>
      <ShellKeys showSheet={sheet.open}>
        <WindowTitle />
        <a href="#page" className={classes['skip']}>
          Skip to the page
        </a>
        <AppShell
          header={{ height: 48 }}
          footer={{ height: 28 }}
          navbar={{ width: isNarrow ? NARROW_RAIL : WIDE_RAIL, breakpoint: 0 }}
          layout="alt"
          transitionDuration={140}
        >
          <AppShell.Navbar className={classes['navbar'] ?? ''} component="div" data-pane="rail">
            <Rail isNarrow={isNarrow} onToggle={() => setCollapsed(!isCollapsed)} />
          </AppShell.Navbar>
          <AppShell.Header className={classes['header'] ?? ''} data-pane="top bar">
            <TopBar onShowShortcuts={sheet.open} />
          </AppShell.Header>
          <PageArea />
          <AppShell.Footer className={classes['footer'] ?? ''}>
            <StatusLine />
          </AppShell.Footer>
        </AppShell>
        <CommandPalette />
        <ShortcutSheet opened={isSheetOpen} onClose={sheet.close} />
      </ShellKeys>
    </PageNameProvider>
  )
}
