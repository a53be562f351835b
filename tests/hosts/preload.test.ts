import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'

const file = join(import.meta.dirname, '..', '..', 'out', 'preload', 'index.cjs')

/** The built preload script, as a sandboxed window would run it. */
function load() {
  const renderer = new EventEmitter()
  const seen = { sent: [] as unknown[][], posted: [] as unknown[][], exposed: {} as Record<string, object>, required: [] as string[] }
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) => {
        seen.exposed[name] = api
      },
    },
    ipcRenderer: Object.assign(renderer, { send: (...message: unknown[]) => seen.sent.push(message) }),
  }
  const require = (name: string) => {
    seen.required.push(name)
    return electron
  }
  const window = { location: { origin: 'app://aurelius' }, postMessage: (...message: unknown[]) => seen.posted.push(message) }
  runInContext(readFileSync(file, 'utf8'), createContext({ require, window, module: {}, exports: {} }))
  return { renderer, seen }
}

it('offers the page one function that takes nothing, and asks only for a port', () => {
  const { renderer, seen } = load()
  expect(seen.required).toEqual(['electron'])
  expect(Object.keys(seen.exposed)).toEqual(['aureliusPipe'])
  const pipe = seen.exposed['aureliusPipe'] as Record<string, (...given: unknown[]) => void>
  expect(Object.keys(pipe)).toEqual(['requestPort'])
  pipe['requestPort']?.('another-channel', { sql: 'DROP TABLE strategies' })
  expect(seen.sent).toEqual([['aurelius:request-port']])
  expect(renderer.eventNames().sort()).toEqual(['aurelius:download-ended', 'aurelius:port', 'aurelius:show-page'])
})

it('passes ports, pages and the end of downloads to its own page alone', () => {
  const { renderer, seen } = load()
  const port = {}
  renderer.emit('aurelius:port', { ports: [port] })
  renderer.emit('aurelius:show-page', {}, '/gates')
  renderer.emit('aurelius:show-page', {}, { not: 'text' })
  renderer.emit('aurelius:download-ended', {}, { url: 'blob:1', state: 'completed' })
  expect(JSON.parse(JSON.stringify(seen.posted))).toEqual([
    ['aurelius:port', 'app://aurelius', [{}]],
    [{ name: 'aurelius:show-page', page: '/gates' }, 'app://aurelius'],
    [{ name: 'aurelius:download-ended', ending: { url: 'blob:1', state: 'completed' } }, 'app://aurelius'],
  ])
})
