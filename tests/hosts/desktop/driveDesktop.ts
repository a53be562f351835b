import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Client } from '#shared/contract/contract.ts'
import { portWireSerializers, transferBinary } from '#shared/contract/wireSerializers.ts'
import { app, choice, Frame, ipcMain, type MenuItem, policy, seen } from './electronStub.ts'
import { keepPassword } from './keepPassword.ts'
import { draggedLeft, takeFilesOut } from './takeFilesOut.ts'

/** Boots the built main process on the stub, behaves like a window and like an intruder, and prints what came of it. */
async function drive(mainFile: string): Promise<unknown> {
  await import(mainFile)
  while (seen.windows.length === 0 && seen.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
  const [window] = seen.windows
  if (window === undefined) return { errorBoxes: seen.errorBoxes, exitCode: seen.exitCode }

  const frame = window.webContents.mainFrame
  const strangers = [new Frame('https://evil.example/'), new Frame('app://aurelius/')]
  for (const senderFrame of [...strangers, null]) ipcMain.emit('aurelius:request-port', { senderFrame })
  frame.url = 'https://evil.example/'
  ipcMain.emit('aurelius:request-port', { senderFrame: frame })
  frame.url = 'app://aurelius/'
  const handedToStrangers = [...strangers, frame].flatMap(({ received }) => received).length

  ipcMain.emit('aurelius:request-port', { senderFrame: frame })
  const handed = frame.received[0]!
  const port = handed.ports[0]!.port
  const link = new RPCLink({ port, customJsonSerializers: portWireSerializers, experimental_transfer: transferBinary })
  port.start()
  // Garbage first: whatever a page sends, the calls after it must still be answered.
  for (const garbage of ['not json', {}, [], 7, null]) port.postMessage(garbage)
  const client = createORPCClient<Client>(link)
  const datasets = await client.datasets.list()
  const bars = await client.datasets.bars({ id: datasets.items[0]!.id })
  const missing = await client.strategies.get({ id: '018f0000-0000-7000-8000-00000000dead' }).catch((error: { code: string }) => error.code)
  const info = await client.system.info()

  window.emit('ready-to-show')
  const report = {
    schemes: seen.schemes,
    paths: seen.paths,
    window: { options: window.options, loaded: window.loaded, isShown: window.isShown },
    menu: seen.menu.map(({ role, label }) => ({ role, label })),
    portRequests: { handedToStrangers, channel: handed.channel },
    calls: {
      datasets: datasets.items.map(({ name }) => name),
      bars: bars.close.length,
      isBinary: bars.close instanceof Float64Array,
      missing,
      host: info.host,
    },
    navigation: navigate(window.webContents),
    permissions: askForPermissions(),
    pages: await requestPages(),
  }
  const secret = await keepPassword(client)
  const shell = await walkTheShell(window, client)
  const files = await takeFilesOut(window, client)
  const ending = await endWithRunsActive(window, client)
  port.close()
  while (seen.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
  return {
    ...report,
    secret,
    shell,
    files,
    ending,
    opened: seen.opened,
    errorBoxes: seen.errorBoxes,
    exitCode: seen.exitCode,
    draggedLeft: draggedLeft(),
  }
}

type Window = (typeof seen.windows)[number]

const until = async (isDone: () => boolean) => {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10))
}

function menuItem(...labels: string[]): MenuItem {
  const find = (items: readonly MenuItem[], [label, ...rest]: string[]): MenuItem => {
    const item = items.find((candidate) => candidate.label?.replace('&', '').startsWith(label ?? ''))
    if (item === undefined) throw new Error(`The menu has no ${label}`)
    return rest.length === 0 ? item : find(item.submenu ?? [], rest)
  }
  return find(seen.menu, labels)
}

/** Menus, links and another database, as a person would use them. */
async function walkTheShell(window: Window, client: Client): Promise<Record<string, unknown>> {
  menuItem('Go', 'Backtests').click?.()
  menuItem('Help', 'Glossary').click?.()
  for (const link of ['aurelius://gates', 'aurelius://gates?run=yes', 'https://evil.example/'])
    app.emit('second-instance', {}, ['aurelius', link])
  const { connection: first } = await client.connections.current()
  choice.path = process.env['AURELIUS_TEST_OTHER'] ?? null
  menuItem('File', 'Open Database').click?.()
  await until(() => window.reloads === 1)
  const second = await client.connections.current()
  const recent = menuItem('File', 'Open Recent').submenu?.map(({ label }) => label)
  menuItem('File', 'Open Recent', 'aurelius.sqlite').click?.()
  await until(() => window.reloads === 2)
  const back = await client.connections.current()
  return {
    pages: [...window.webContents.sent],
    opened: second.connection.dialect === 'sqlite' ? second.connection.file : null,
    isBack: JSON.stringify(back.connection) === JSON.stringify(first),
    recent,
    protocolClient: seen.protocolClient,
    crashReports: seen.crashReports,
  }
}

/** Closes the window while runs are active: once to stay, once to go. */
async function endWithRunsActive(window: Window, client: Client): Promise<Record<string, unknown>> {
  const [dataset] = (await client.datasets.list()).items
  const [candidate] = await client.strategies.generate({ goal: 'follow the trend' })
  const strategy = await client.strategies.create(candidate!.draft)
  const start = () => client.backtests.run({ strategyId: strategy.id, datasetId: dataset!.id })
  const told = seen.notes.length
  await start()
  await until(() => seen.notes.length > told)
  const bars = [...window.bars]
  await Promise.all(Array.from({ length: 30 }, start))
  window.close()
  await until(() => seen.questions.length === 1)
  const stayed = seen.exitCode === null
  choice.answer = 1
  window.close()
  return { note: seen.notes.at(-1), question: seen.questions[0], stayed, lastBar: bars.at(-1), ranBar: bars.some((bar) => bar >= 0) }
}

type Contents = (typeof seen.windows)[number]['webContents']

function navigate(contents: Contents): Record<string, boolean | string> {
  const isPrevented = (name: string, url?: string) => {
    let prevented = false
    contents.emit(name, { preventDefault: () => (prevented = true) }, url)
    return prevented
  }
  return {
    within: isPrevented('will-navigate', 'app://aurelius/strategies'),
    away: isPrevented('will-navigate', 'https://evil.example/'),
    toFile: isPrevented('will-navigate', 'file:///etc/passwd'),
    redirect: isPrevented('will-redirect', 'https://evil.example/'),
    webview: isPrevented('will-attach-webview'),
    openKnown: contents.openHandler({ url: 'https://github.com/' }).action,
    openUnknown: contents.openHandler({ url: 'https://evil.example/' }).action,
    openInsecure: contents.openHandler({ url: 'http://github.com/' }).action,
    openLookalike: contents.openHandler({ url: 'https://github.com@evil.example/' }).action,
  }
}

function askForPermissions(): Record<string, unknown> {
  const ask = (permission: string) => {
    let granted: boolean | null = null
    policy.permissionRequest(null, permission, (decision) => {
      granted = decision
    })
    return [granted, policy.permissionCheck(null, permission)]
  }
  let cancelled: boolean | null = null
  policy.beforeRequest({}, ({ cancel }) => {
    cancelled = cancel
  })
  return {
    place: ask('geolocation'),
    paste: ask('clipboard-read'),
    copy: ask('clipboard-sanitized-write'),
    device: policy.devicePermission(),
    network: { urls: policy.blockedUrls, cancelled },
  }
}

async function requestPages(): Promise<Record<string, unknown>> {
  const page = await policy.answer({ url: 'app://aurelius/strategies' })
  const outside = await policy.answer({ url: 'app://aurelius/%2e%2e%2f%2e%2e%2fpackage.json' })
  const otherHost = await policy.answer({ url: 'app://elsewhere/index.html' })
  return {
    page: { status: page.status, policy: page.headers.get('content-security-policy'), hasRoot: (await page.text()).includes('id="root"') },
    outside: outside.status,
    otherHost: otherHost.status,
  }
}

const report = await drive(process.env['AURELIUS_TEST_MAIN'] ?? '')
process.stdout.write(`\nREPORT ${JSON.stringify(report)}\n`)
process.exit(0)
