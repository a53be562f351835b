import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { createRouterClient } from '@orpc/server'
import { RPCHandler as FetchHandler } from '@orpc/server/fetch'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import WebSocket from 'ws'
import type { Client } from '#shared/contract/contract.ts'
import { portWireSerializers, textWireSerializers, transferBinary } from '#shared/contract/wireSerializers.ts'
import { startLoopbackHost } from '../../src/main/hosts/node/loopbackHost.ts'
import type { ServedApplication } from '../../src/main/hosts/servedApplication.ts'
import { openMessagePortTransport } from '../../src/renderer/api/messagePortLink.ts'
import { openWebSocketTransport } from '../../src/renderer/api/webSocketLink.ts'

export interface OpenLine {
  readonly client: Client
  readonly close: () => Promise<void>
}

type OpenTransport = (application: ServedApplication) => Promise<OpenLine>

const nothingToClose = async () => {}

/** What the command line uses: no wire at all. */
const openDirect: OpenTransport = async ({ router, context }) => ({
  client: createRouterClient(router, { context }) as Client,
  close: nothingToClose,
})

/** A call in this process that still goes through the wire's encoding. */
const openEncoded: OpenTransport = async ({ router, context }) => {
  const handler = new FetchHandler(router, { customJsonSerializers: textWireSerializers, strictGetMethodPluginEnabled: false })
  const link = new RPCLink({
    url: 'http://in-process/',
    customJsonSerializers: textWireSerializers,
    fetch: async (request) => (await handler.handle(request, { context })).response ?? new Response(null, { status: 404 }),
  })
  return { client: createORPCClient<Client>(link), close: nothingToClose }
}

/** Stands in for the browser's window: the page and the preload script are in one process here. */
function createWindow(): EventTarget {
  return new EventTarget()
}

function deliverPort(window: EventTarget, port: MessagePort): void {
  window.dispatchEvent(Object.assign(new Event('message'), { source: window, data: 'aurelius:port', ports: [port] }))
}

/** The desktop window's line: the renderer's transport on one end of a channel, the desktop host's handler on the other. */
const openPort: OpenTransport = async ({ router, context }) => {
  const handler = new PortHandler(router, { customJsonSerializers: portWireSerializers, experimental_transfer: transferBinary })
  const { port1: ours, port2: theirs } = new MessageChannel()
  handler.upgrade(ours, { context })
  ours.start()
  const page = createWindow()
  Object.assign(globalThis, { window: page })
  const transport = openMessagePortTransport({ requestPort: () => deliverPort(page, theirs) })
  return {
    client: createORPCClient<Client>(transport.link),
    close: async () => {
      transport.close()
      Reflect.deleteProperty(globalThis, 'window')
    },
  }
}

/** The browser window's line: the renderer's transport against a real loopback host. */
const openWebSocket: OpenTransport = async (application) => {
  const host = await startLoopbackHost({ application, appVersion: '0.0.0', rendererDirectory: '/nowhere', port: 0, log: () => {} })
  const native = globalThis.WebSocket
  /** A browser would send the session cookie by itself. */
  class SocketWithToken extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${host.token}` } })
    }
  }
  Object.assign(globalThis, { WebSocket: SocketWithToken })
  const transport = openWebSocketTransport(`ws://127.0.0.1:${host.port}/rpc`)
  return {
    client: createORPCClient<Client>(transport.link),
    close: async () => {
      transport.close()
      Object.assign(globalThis, { WebSocket: native })
      await host.close()
    },
  }
}

/** Every way a typed client reaches the router. */
export const TRANSPORTS: readonly { readonly name: string; readonly open: OpenTransport }[] = [
  { name: 'direct call', open: openDirect },
  { name: 'local call through the encoding', open: openEncoded },
  { name: 'MessagePort', open: openPort },
  { name: 'WebSocket', open: openWebSocket },
]
