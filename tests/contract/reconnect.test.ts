import { createORPCClient } from '@orpc/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { Client } from '#shared/contract/contract.ts'
import { type LoopbackHost, startLoopbackHost } from '../../src/main/hosts/node/loopbackHost.ts'
import type { ServedApplication } from '../../src/main/hosts/servedApplication.ts'
import type { ConnectionMonitor, ConnectionState } from '../../src/renderer/api/connectionState.ts'
import { openWebSocketTransport } from '../../src/renderer/api/webSocketLink.ts'
import { createProbeApplication } from './probeApplication.ts'

const id = '018f0000-0000-7000-8000-000000000001'
const native = globalThis.WebSocket
let host: LoopbackHost

function start(application: ServedApplication, port = 0): Promise<LoopbackHost> {
  return startLoopbackHost({ application, appVersion: '0.0.0', rendererDirectory: '/nowhere', port, log: () => {} })
}

beforeEach(async () => {
  /** A browser would send the session cookie of the running host by itself. */
  class SocketWithToken extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${host.token}` } })
    }
  }
  Object.assign(globalThis, { WebSocket: SocketWithToken })
})
afterEach(async () => {
  Object.assign(globalThis, { WebSocket: native })
  await host.close()
})

function until(monitor: ConnectionMonitor, state: ConnectionState): Promise<void> {
  return new Promise((resolve) => {
    const stop = monitor.subscribe(() => {
      if (monitor.current() !== state) return
      stop()
      resolve()
    })
  })
}

it('a dropped line fails its calls at once, says so, and comes back by itself without repeating them', async () => {
  const application = createProbeApplication(Float64Array.of(1, 2))
  host = await start(application)
  const transport = openWebSocketTransport(`ws://127.0.0.1:${host.port}/rpc`)
  const client = createORPCClient<Client>(transport.link)
  await until(transport.monitor, 'open')

  const pending = client.datasets.previewCsv({ text: 'x' })
  await application.begun
  const lost = until(transport.monitor, 'lost')
  await host.close()
  await expect(pending).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('was lost') })
  await lost
  await expect(client.backtests.positions({ id })).rejects.toMatchObject({ code: 'unavailable' })

  const second = createProbeApplication(Float64Array.of(3))
  let wasRepeated = false
  void second.begun.then(() => {
    wasRepeated = true
  })
  const open = until(transport.monitor, 'open')
  host = await start(second, host.port)
  await open
  expect((await client.backtests.positions({ id })).equity).toEqual(Float64Array.of(3))
  expect(wasRepeated).toBe(false)
  transport.close()
})
