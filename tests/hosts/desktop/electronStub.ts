import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** What the main process did to Electron, for the driver to look at. */
export const seen = {
  schemes: [] as unknown[],
  paths: {} as Record<string, string>,
  windows: [] as BrowserWindow[],
  menu: [] as MenuItem[],
  recentDocuments: [] as string[],
  protocolClient: null as string | null,
  crashReports: null as unknown,
  notes: [] as string[],
  questions: [] as string[],
  opened: [] as string[],
  errorBoxes: [] as { title: string; message: string }[],
  exitCode: null as number | null,
  printed: [] as { page: string; options: unknown; window: Record<string, unknown> }[],
  requests: [] as { url: string; headers: Record<string, unknown> }[],
  dragged: [] as { file: string; icon: unknown }[],
}

export interface MenuItem {
  readonly label?: string
  readonly role?: string
  readonly submenu?: MenuItem[]
  readonly click?: () => void
}

class App extends EventEmitter {
  whenReady = () => Promise.resolve()
  requestSingleInstanceLock = () => process.env['AURELIUS_TEST_SECOND'] === undefined
  quit(): void {
    let isPrevented = false
    this.emit('will-quit', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) this.exit(0)
  }
  isPackaged = process.env['AURELIUS_TEST_FEED'] !== undefined
  getVersion = () => '0.1.0'
  getName = () => 'aurelius'
  getPath = (name: string) => seen.paths[name] ?? ''
  relaunch(): void {}
  setPath(name: string, path: string): void {
    seen.paths[name] = path
  }
  exit(code: number): void {
    seen.exitCode = code
  }
  addRecentDocument = (file: string) => seen.recentDocuments.push(file)
  clearRecentDocuments = () => seen.recentDocuments.splice(0)
  setAsDefaultProtocolClient(scheme: string): void {
    seen.protocolClient = scheme
  }
}
export const app = new App()

/** The parts of Electron's MessagePortMain that differ from Node's port: `on('message')` brings an event with data. */
class PortMain {
  readonly port: MessagePort
  constructor(port: MessagePort) {
    this.port = port
  }
  on(name: string, listener: (event?: { data: unknown }) => void): void {
    this.port.on(name, (data: unknown) => listener(name === 'message' ? { data } : undefined))
  }
  start = () => this.port.start()
  close = () => this.port.close()
  postMessage = (data: unknown) => this.port.postMessage(data)
}

export class MessageChannelMain {
  readonly port1: PortMain
  readonly port2: PortMain
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new PortMain(port1)
    this.port2 = new PortMain(port2)
  }
}

/** A page's frame; keeps what main posts to it. */
export class Frame {
  url: string
  readonly received: { channel: string; ports: PortMain[] }[] = []
  constructor(url: string) {
    this.url = url
  }
  postMessage(channel: string, _message: unknown, ports: PortMain[]): void {
    this.received.push({ channel, ports })
  }
}

type OpenHandler = (details: { url: string }) => { action: string }

class WebContents extends EventEmitter {
  mainFrame = new Frame('app://aurelius/')
  readonly sent: { channel: string; payload: unknown }[] = []
  send = (channel: string, payload: unknown) => this.sent.push({ channel, payload })
  readonly #window: BrowserWindow
  constructor(window: BrowserWindow) {
    super()
    this.#window = window
  }
  async printToPDF(options: unknown): Promise<Buffer> {
    seen.printed.push({ page: this.#window.page, options, window: this.#window.options })
    return Buffer.from(`%PDF-1.7 of ${this.#window.page.length} characters`)
  }
  startDrag = ({ file, icon }: { file: string; icon: unknown }) => seen.dragged.push({ file, icon })
  openHandler: OpenHandler = () => ({ action: 'allow' })
  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler
  }
}

export class BrowserWindow extends EventEmitter {
  static getFocusedWindow = () => seen.windows[0] ?? null
  readonly options: Record<string, unknown>
  readonly webContents = new WebContents(this)
  loaded = ''
  /** What a window of another session was shown. */
  page = ''
  isShown = false
  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    seen.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url
    const { session: own } = this.options['webPreferences'] as { session?: PrintSession }
    if (own !== undefined) this.page = await (await own.answer({ url })).text()
  }
  show(): void {
    this.isShown = true
  }
  isMinimized = () => false
  restore(): void {}
  focus(): void {}
  readonly bars: number[] = []
  reloads = 0
  isMaximized = () => false
  maximize(): void {}
  getNormalBounds = () => ({ x: 40, y: 30, width: 1300, height: 820 })
  isDestroyed = () => false
  isFocused = () => false
  setProgressBar = (fraction: number) => this.bars.push(fraction)
  reload(): void {
    this.reloads += 1
  }
  destroy(): void {
    const [main] = seen.windows
    if (this === main) app.emit('window-all-closed')
    else seen.windows.splice(seen.windows.indexOf(this), 1)
  }
  /** As a person who presses the close button. */
  close(): void {
    let isPrevented = false
    this.emit('close', { preventDefault: () => (isPrevented = true) })
    if (!isPrevented) app.emit('window-all-closed')
  }
}

export const ipcMain = new EventEmitter()

type Answer = (request: { url: string }) => Promise<Response>

/** Asked like Chromium would ask; the defaults are what Electron does when nobody objects. */
export const policy = {
  answer: (async () => new Response(null, { status: 500 })) as Answer,
  permissionRequest: (_contents: unknown, _permission: string, decide: (granted: boolean) => void) => decide(true),
  permissionCheck: (_contents: unknown, _permission: string): boolean => true,
  devicePermission: () => true,
  blockedUrls: [] as string[],
  beforeRequest: (_details: unknown, decide: (verdict: { cancel: boolean }) => void) => decide({ cancel: false }),
}

/** A session that keeps nothing, with the one handler that serves it. */
class PrintSession {
  answer: Answer = async () => new Response(null, { status: 500 })
  readonly protocol = {
    handle: (_scheme: string, answer: Answer) => {
      this.answer = answer
    },
  }
  readonly webRequest = { onBeforeRequest: () => undefined }
  setPermissionRequestHandler = () => undefined
}

export const downloads = new EventEmitter()

export const session = {
  fromPartition: (_name: string) => new PrintSession(),
  defaultSession: {
    on: (name: string, listener: (...facts: unknown[]) => void) => downloads.on(name, listener),
    protocol: {
      handle: (_scheme: string, answer: Answer) => {
        policy.answer = answer
      },
    },
    webRequest: {
      onBeforeRequest: ({ urls }: { urls: string[] }, listener: typeof policy.beforeRequest) => {
        policy.blockedUrls = urls
        policy.beforeRequest = listener
      },
    },
    setPermissionRequestHandler: (handler: typeof policy.permissionRequest) => {
      policy.permissionRequest = handler
    },
    setPermissionCheckHandler: (handler: typeof policy.permissionCheck) => {
      policy.permissionCheck = handler
    },
    setDevicePermissionHandler: (handler: typeof policy.devicePermission) => {
      policy.devicePermission = handler
    },
  },
}

export const protocol = { registerSchemesAsPrivileged: (schemes: unknown[]) => seen.schemes.push(...schemes) }

export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu: (menu: MenuItem[]) => {
    seen.menu = menu
  },
}

/** A process of its own, as plain Node starts one. */
export const utilityProcess = {
  fork: (file: string) => {
    const child = fork(file, [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    return Object.assign(child, { postMessage: (message: unknown) => child.send(message as object) })
  },
}

export const shell = {
  openExternal: async (url: string) => {
    seen.opened.push(url)
  },
}

/** The network as the updater sees it: one https server whose files lie in a folder. */
export const net = {
  request: ({ hostname, path, headers }: { hostname: string; path: string; headers: Record<string, unknown> }) => {
    const url = `https://${hostname}${path}`
    seen.requests.push({ url, headers })
    const request = Object.assign(new EventEmitter(), { abort: () => undefined, setHeader: () => undefined })
    const file = join(process.env['AURELIUS_TEST_FEED'] ?? '', basename(new URL(url).pathname))
    const answer = () => {
      const isThere = existsSync(file)
      const response = Readable.from(isThere ? [readFileSync(file)] : [])
      request.emit('response', Object.assign(response, { statusCode: isThere ? 200 : 404, headers: {} }))
    }
    return Object.assign(request, { end: () => setImmediate(answer) })
  },
}

/** Answers like a system with a keyring: what is sealed shows nothing of what it holds. */
const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xa5))
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => process.env['AURELIUS_TEST_KEYRING'] ?? 'gnome_libsecret',
  encryptString: (text: string) => turn(Buffer.from(text)),
  decryptString: (sealed: Buffer) => turn(sealed).toString(),
}

/** What a person would choose; null = cancel, and the button with the number `answer` on a question. */
export const choice = { path: null as string | null, answer: 0, answers: [] as number[] }

export const nativeImage = { createFromPath: (file: string) => ({ resize: ({ width }: { width: number }) => ({ file, width }) }) }

export const dialog = {
  showSaveDialog: async () => ({ canceled: choice.path === null, filePath: choice.path ?? '' }),
  showOpenDialog: async () => ({ canceled: choice.path === null, filePaths: choice.path === null ? [] : [choice.path] }),
  showMessageBox: async (_window: unknown, { message }: { message: string }) => {
    seen.questions.push(message)
    return { response: choice.answers.shift() ?? choice.answer }
  },
  showErrorBox: (title: string, message: string) => seen.errorBoxes.push({ title, message }),
}

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] }

export const crashReporter = {
  start: (options: unknown) => {
    seen.crashReports = options
  },
}

export class Notification extends EventEmitter {
  static isSupported = () => true
  readonly #body: string
  constructor({ body }: { body: string }) {
    super()
    this.#body = body
  }
  show(): void {
    seen.notes.push(this.#body)
  }
}
