import { createORPCClient } from '@orpc/client'
import type { Client } from '#shared/contract/contract.ts'
import type { ConnectionMonitor } from './connectionState.ts'
import { openMessagePortTransport } from './messagePortLink.ts'
import { openWebSocketTransport } from './webSocketLink.ts'

export interface ClientConnection {
  readonly client: Client
  readonly monitor: ConnectionMonitor
  readonly close: () => void
}

function webSocketUrl(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/rpc`
}

/** The typed caller: over a MessagePort in the desktop window, over a WebSocket to the same origin in a browser. */
export function createClient(): ClientConnection {
  const pipe = window.aureliusPipe
  const transport = pipe === undefined ? openWebSocketTransport(webSocketUrl()) : openMessagePortTransport(pipe)
  return { client: createORPCClient<Client>(transport.link), monitor: transport.monitor, close: transport.close }
}
