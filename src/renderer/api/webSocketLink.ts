import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { textWireSerializers } from '#shared/contract/wireSerializers.ts'
import { type ConnectionMonitor, createConnectionMonitor } from './connectionState.ts'

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000

export interface Transport {
  readonly link: ClientLink<ClientContext>
  readonly monitor: ConnectionMonitor
  /** Ends the connection for good. */
  readonly close: () => void
}

function lostConnection(): ORPCError<string, Record<string, string>> {
  return new ORPCError('unavailable', {
    status: 503,
    message:
      'The connection to Aurelius was lost. This page reconnects by itself; if Aurelius was started again, open the address it printed.',
    data: {},
  })
}

/**
 * A WebSocket that comes back after a drop, with growing pauses. Calls in flight when it drops fail with `unavailable`
 * and are never sent again here: only the query layer may repeat a call, because only it knows which ones are harmless.
 */
export function openWebSocketTransport(url: string): Transport {
  const monitor = createConnectionMonitor('connecting')
  let socket: WebSocket
  let link: RPCLink<ClientContext>
  let delayMs = FIRST_DELAY_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  const open = () => {
    monitor.set('connecting')
    socket = new WebSocket(url)
    link = new RPCLink({ websocket: socket, customJsonSerializers: textWireSerializers })
    socket.addEventListener('open', () => {
      delayMs = FIRST_DELAY_MS
      monitor.set('open')
    })
    socket.addEventListener('close', () => {
      monitor.set('lost')
      if (isClosed) return
      timer = setTimeout(open, delayMs)
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
    })
  }
  open()

  return {
    monitor,
    link: {
      call: async (path, input, options) => {
        const used = socket
        try {
          return await link.call(path, input, options)
        } catch (error) {
          if (error instanceof ORPCError || options.signal?.aborted || used.readyState === WebSocket.OPEN) throw error
          throw lostConnection()
        }
      },
    },
    close: () => {
      isClosed = true
      clearTimeout(timer)
      socket.close()
    },
  }
}
