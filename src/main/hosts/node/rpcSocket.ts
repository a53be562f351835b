import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { textWireSerializers } from '#shared/contract/wireSerializers.ts'
import { ERROR_CODES, isAppError } from '#shared/domain/appError.ts'
import type { ServedApplication } from '../servedApplication.ts'
import { checkOrigin, checkToken, type Door } from './admission.ts'

export const RPC_PATH = '/rpc'
const GOING_AWAY = 1001

export interface RpcSocket {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  readonly close: () => void
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function statusOfRefusal(request: IncomingMessage, door: Door): number | null {
  if (request.url?.split('?')[0] !== RPC_PATH) return 404
  try {
    checkOrigin(request.headers, door)
    checkToken(request.headers, door)
    return null
  } catch (error) {
    return isAppError(error) ? ERROR_CODES[error.code].httpStatus : 500
  }
}

interface RpcSocketOptions {
  readonly application: ServedApplication
  readonly door: Door
  readonly messageLimitBytes: number
  readonly log: (line: string) => void
}

/** The window's line to the application: every procedure, streams included, over one WebSocket. */
export function createRpcSocket({ application, door, messageLimitBytes, log }: RpcSocketOptions): RpcSocket {
  const handler = new RPCHandler(application.router, { customJsonSerializers: textWireSerializers })
  const server = new WebSocketServer({ noServer: true, maxPayload: messageLimitBytes, perMessageDeflate: false })
  return {
    upgrade: (request, socket, head) => {
      // A peer that vanishes in the middle of the handshake must not end the process.
      socket.on('error', () => socket.destroy())
      const refusal = statusOfRefusal(request, door)
      if (refusal !== null) return refuse(socket, refusal)
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', (error) => log(`connection closed: ${error.message}`))
        void handler.upgrade(webSocket, { context: application.context })
      })
    },
    close: () => {
      for (const client of server.clients) client.close(GOING_AWAY, 'Aurelius is closing')
      server.close()
    },
  }
}
