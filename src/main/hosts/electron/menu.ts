import { basename } from 'node:path'
import { Menu, type MenuItemConstructorOptions } from 'electron'

/** What the menus can set in motion. */
export interface MenuActions {
  readonly showPage: (page: string) => void
  /** Lets a person choose a SQLite file, and works in it from then on. */
  readonly chooseDatabase: () => void
  readonly openDatabase: (file: string) => void
  readonly recentFiles: () => string[]
  readonly clearRecentFiles: () => void
  readonly checkForUpdates: () => void
}

/** In the order of the window's rail, with its numbers; 0 belongs to the zoom. */
const PAGES: readonly { readonly title: string; readonly number?: number }[] = [
  { title: 'Overview', number: 1 },
  { title: 'Strategies', number: 2 },
  { title: 'Backtests', number: 3 },
  { title: 'Sweeps', number: 4 },
  { title: 'Compare' },
  { title: 'Validations', number: 5 },
  { title: 'Pipelines' },
  { title: 'Gates', number: 6 },
  { title: 'Data', number: 7 },
  { title: 'Activity', number: 8 },
]

const pathOf = (title: string) => (title === 'Overview' ? '/' : `/${title.toLowerCase()}`)

/** The platform's usual menus and the ways into the application; all it can do is in its window and command palette. */
export function setApplicationMenu(platform: NodeJS.Platform, actions: MenuActions): void {
  const template: MenuItemConstructorOptions[] = [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { label: '&File', role: 'fileMenu', submenu: fileMenu(platform, actions) },
    { role: 'editMenu' },
    { label: '&Go', submenu: goMenu(actions) },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        { label: 'Getting Started', click: () => actions.showPage('/?start=yes') },
        { label: 'Glossary', click: () => actions.showPage('/glossary') },
        { label: 'Diagnostics', click: () => actions.showPage('/settings?section=diagnostics') },
        { type: 'separator' },
        { label: 'Check for Updates…', click: actions.checkForUpdates },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function fileMenu(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const { showPage } = actions
  return [
    { label: 'New Strategy', accelerator: 'CmdOrCtrl+N', click: () => showPage('/strategies?new=yes') },
    { label: 'Run Backtest', accelerator: 'CmdOrCtrl+R', click: () => showPage('/backtests?run=new') },
    { label: 'Import Data…', accelerator: 'CmdOrCtrl+I', click: () => showPage('/data?import=yes') },
    { type: 'separator' },
    { label: 'Open Database…', accelerator: 'CmdOrCtrl+O', click: actions.chooseDatabase },
    { label: 'Open Recent', submenu: recentMenu(actions) },
    { type: 'separator' },
    ...(platform === 'darwin'
      ? []
      : [{ label: 'Settings', accelerator: 'CmdOrCtrl+,', click: () => showPage('/settings') }, { type: 'separator' } as const]),
    { role: platform === 'darwin' ? 'close' : 'quit' },
  ]
}

function recentMenu({ recentFiles, openDatabase, clearRecentFiles }: MenuActions): MenuItemConstructorOptions[] {
  const files = recentFiles()
  if (files.length === 0) return [{ label: 'No Recent Databases', enabled: false }]
  return [
    ...files.map((file) => ({ label: `${basename(file)}  —  ${file}`, click: () => openDatabase(file) })),
    { type: 'separator' },
    { label: 'Clear Menu', click: clearRecentFiles },
  ]
}

function goMenu({ showPage }: MenuActions): MenuItemConstructorOptions[] {
  return PAGES.map(({ title, number }) => ({
    label: title,
    ...(number === undefined ? {} : { accelerator: `CmdOrCtrl+${number}` }),
    click: () => showPage(pathOf(title)),
  }))
}
