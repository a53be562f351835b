import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { cleanUpLater, testServer } from './dialects.ts'

export interface ServerProxy {
  readonly port: number
  /** Cuts every line at once, as a pulled cable or a restarted router does. */
  cut(): void
  /** From now on nobody gets through. */
  stop(): Promise<void>
  /** Lets clients through again, on the same port. */
  start(): Promise<void>
}

export interface ProxyOptions {
  /** Speaks TLS with its clients, in the clear with the server. */
  readonly certificate?: { readonly key: string; readonly cert: string }
}

/** A line of TCP between clients and the test server. */
export async function startServerProxy({ certificate }: ProxyOptions = {}): Promise<ServerProxy> {
  const { connection } = testServer()
  const lines = new Set<Socket>()
  const join = (client: Socket, near: Socket) => {
    const far = connect(connection.port, connection.host)
    for (const socket of [client, far]) {
      lines.add(socket)
      socket.on('error', () => {}).on('close', () => lines.delete(socket))
    }
    near.pipe(far).pipe(near)
    near.on('error', () => {}).on('close', () => far.destroy())
    far.on('close', () => client.destroy())
  }
  const accept = (client: Socket) => {
    if (certificate === undefined) return join(client, client)
    client.on('error', () => {})
    client.once('data', () => {
      client.write('S')
      join(client, new TLSSocket(client, { isServer: true, ...certificate }))
    })
  }
  let server: Server = createServer(accept)
  const listen = async (port: number) => {
    server = createServer(accept).listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  const cut = () => {
    for (const socket of lines) socket.destroy()
  }
  const stop = async () => {
    cut()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  cleanUpLater(stop)
  return { port, cut, stop, start: async () => void (await listen(port)) }
}
