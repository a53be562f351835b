/** The part of a MessagePortMain that carries messages. */
export interface MessagePipe {
  on(name: string, listener: (event?: { data: unknown }) => void): unknown
  postMessage(message: unknown): void
  close(): void
}

/** A pipe that closes at the first message larger than the limit, before anything reads it; the page then says that its line was lost. */
export function capMessages(port: MessagePipe, limitBytes: number, log: (line: string) => void): Pick<MessagePipe, 'on' | 'postMessage'> {
  return {
    on: (name, listener) => {
      if (name !== 'message') return port.on(name, listener)
      return port.on(name, (event) => {
        if (weighs(event?.data) <= limitBytes) return listener(event)
        log(`a message of more than ${limitBytes} bytes was refused`)
        port.close()
      })
    },
    postMessage: (message) => port.postMessage(message),
  }
}

/** Bytes of text and binary within a message: at least one for each character, and so never more than it takes in memory. */
function weighs(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null) return 0
  let bytes = 0
  for (const [name, part] of Object.entries(value)) bytes += name.length + weighs(part)
  return bytes
}
