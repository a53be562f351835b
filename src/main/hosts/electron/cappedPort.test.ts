import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { capMessages, type MessagePipe } from './cappedPort.ts'

function openPipe() {
  const events = new EventEmitter()
  const seen = { closed: 0, posted: [] as unknown[], received: [] as unknown[], log: [] as string[] }
  const port: MessagePipe = {
    on: (name, listener) => events.on(name, listener),
    postMessage: (message) => seen.posted.push(message),
    close: () => {
      seen.closed++
    },
  }
  const capped = capMessages(port, 100, (line) => seen.log.push(line))
  capped.on('message', (event) => seen.received.push(event?.data))
  return { events, capped, seen }
}

it.each([
  { name: 'text', data: 'x'.repeat(100) },
  { name: 'doubles', data: { column: new Float64Array(10) } },
  { name: 'nothing', data: null },
])('lets $name of the size allowed through', ({ data }) => {
  const { events, seen } = openPipe()
  events.emit('message', { data })
  expect(seen).toMatchObject({ received: [data], closed: 0, log: [] })
})

it.each([
  { name: 'text', data: 'x'.repeat(101) },
  { name: 'binary', data: new ArrayBuffer(101) },
  { name: 'many small parts', data: Array.from({ length: 60 }, () => ['xx']) },
  { name: 'names', data: { ['x'.repeat(101)]: 1 } },
])('closes at $name beyond it, unread', ({ data }) => {
  const { events, seen } = openPipe()
  events.emit('message', { data })
  expect(seen).toMatchObject({ received: [], closed: 1, log: ['a message of more than 100 bytes was refused'] })
})

it('passes on answers and the end of the line', () => {
  const { events, capped, seen } = openPipe()
  let ended = 0
  capped.on('close', () => {
    ended++
  })
  capped.postMessage('x'.repeat(1000))
  events.emit('close')
  expect([seen.posted.length, ended]).toEqual([1, 1])
})
