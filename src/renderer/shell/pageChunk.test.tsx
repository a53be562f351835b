import { render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadWhenIdle, pageChunk } from './pageChunk.tsx'

const Greeting = () => <h1>Hello</h1>

afterEach(() => vi.unstubAllGlobals())

describe('a page in a chunk of its own', () => {
  it('shows a placeholder until its chunk is there', async () => {
    const Page = pageChunk(async () => Greeting)
    render(
      <Suspense fallback="Loading">
        <Page />
      </Suspense>,
    )
    expect(screen.getByText('Loading')).toBeVisible()
    expect(await screen.findByRole('heading', { name: 'Hello' })).toBeVisible()
  })

  it('is drawn at once when its chunk was loaded before', async () => {
    const Page = pageChunk(async () => Greeting)
    await Page.load()
    render(
      <Suspense fallback="Loading">
        <Page />
      </Suspense>,
    )
    expect(screen.getByRole('heading', { name: 'Hello' })).toBeVisible()
  })

  it('loads one chunk after the other while idle, whether or not one fails, until it is stopped', async () => {
    const waiting: (() => void)[] = []
    vi.stubGlobal('requestIdleCallback', (work: () => void) => waiting.push(work))
    const loads = [vi.fn(async () => Promise.reject(new Error('offline'))), vi.fn(async () => Greeting), vi.fn(async () => Greeting)]
    const stop = loadWhenIdle(loads.map((load) => pageChunk(load)))
    expect(loads[0]).not.toHaveBeenCalled()
    waiting.shift()?.()
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    waiting.shift()?.()
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    expect(loads.map((load) => load.mock.calls.length)).toEqual([1, 1, 0])
    stop()
    waiting.shift()?.()
    expect(loads[2]).not.toHaveBeenCalled()
  })
})
