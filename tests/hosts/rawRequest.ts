import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'

export interface RawRequest {
  readonly port: number
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A list is sent in chunks without a length. */
  readonly body?: string | readonly string[]
}

export interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** One HTTP request exactly as given: unlike fetch it may lie about Host and does not tidy the path. */
export function rawRequest({ port, path, method = 'GET', headers = {}, body }: RawRequest): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() }),
      )
    })
    outgoing.on('error', reject)
    for (const chunk of typeof body === 'string' ? [body] : (body ?? [])) outgoing.write(chunk)
    outgoing.end()
  })
}
