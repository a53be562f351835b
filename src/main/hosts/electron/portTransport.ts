import { RPCHandler } from '@orpc/server/message-port'
import { type BrowserWindow, type IpcMainEvent, ipcMain, MessageChannelMain } from 'electron'
import { portWireSerializers, transferBinary } from '#shared/contract/wireSerializers.ts'
import type { ServedApplication } from '../servedApplication.ts'
import { isAppUrl } from './appProtocol.ts'
import { capMessages } from './cappedPort.ts'

/** As for a request to the loopback host. */
const MESSAGE_LIMIT_BYTES = 128 * 1024 * 1024

/** Only the main frame of our own window, showing our own page, may speak. */
function isTrusted({ senderFrame }: IpcMainEvent, window: BrowserWindow): boolean {
  return senderFrame !== null && senderFrame === window.webContents.mainFrame && isAppUrl(senderFrame.url)
}

/** Hands the window one end of a channel to the application, each time its page asks: a reload needs a new one. */
export function serveOverPorts({ router, context }: ServedApplication, window: BrowserWindow): void {
  const handler = new RPCHandler(router, { customJsonSerializers: portWireSerializers, experimental_transfer: transferBinary })
  let current: Electron.MessagePortMain | undefined
  ipcMain.on('aurelius:request-port', (event) => {
    if (!isTrusted(event, window)) return
    current?.close()
    const { port1: ours, port2: theirs } = new MessageChannelMain()
    handler.upgrade(capMessages(ours, MESSAGE_LIMIT_BYTES, context.log), { context })
    ours.start()
    current = ours
    event.senderFrame?.postMessage('aurelius:port', null, [theirs])
  })
}
