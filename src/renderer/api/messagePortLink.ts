import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { portWireSerializers, transferBinary } from '#shared/contract/wireSerializers.ts'
import { createConnectionMonitor } from './connectionState.ts'
import type { Transport } from './webSocketLink.ts'

/** What the preload script offers: a way to ask for a port, which then arrives as a window message. */
export interface PreloadPipe {
  readonly requestPort: () => void
}

const PORT_MESSAGE = 'aurelius:port'

declare global {
  interface Window {
    readonly aureliusPipe?: PreloadPipe
  }
}

function receivePort(pipe: PreloadPipe): Promise<MessagePort> {
  return new Promise((resolve) => {
    const listen = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return
      window.removeEventListener('message', listen)
      resolve(port)
    }
    window.addEventListener('message', listen)
    pipe.requestPort()
  })
}

function linkOver(port: MessagePort): ClientLink<ClientContext> {
  return new RPCLink({ port, customJsonSerializers: portWireSerializers, experimental_transfer: transferBinary })
}

/** The desktop window's line to the application: one port, asked for once. */
export function openMessagePortTransport(pipe: PreloadPipe): Transport {
  const monitor = createConnectionMonitor('connecting')
  let isClosed = false
  const ready = receivePort(pipe).then((port) => {
    const link = linkOver(port)
    port.addEventListener('close', () => monitor.set('lost'))
    port.start()
    monitor.set('open')
    return { port, link }
  })
  return {
    monitor,
    link: {
      call: async (path, input, options) => {
        const { link } = await ready
        // A message into a closed port vanishes and its answer never comes.
        if (isClosed || monitor.current() === 'lost') {
          throw new ORPCError('unavailable', { status: 503, message: 'The application has stopped answering. Restart it.', data: {} })
        }
        return link.call(path, input, options)
      },
    },
    close: () => {
      isClosed = true
      monitor.set('lost')
      void ready.then(({ port }) => port.close())
    },
  }
}
