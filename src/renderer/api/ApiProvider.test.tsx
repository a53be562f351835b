import { ORPCError } from '@orpc/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { Client } from '#shared/contract/contract.ts'
import type { RunEvent } from '#shared/domain/backtest.ts'
import { ClientProvider, useApi, useConnectionState } from './ApiProvider.tsx'
import { createConnectionMonitor } from './connectionState.ts'
import { readError } from './readError.ts'
import { useRunEvents } from './useRunEvents.ts'

const lost = () => new ORPCError('unavailable', { status: 503, message: 'The line dropped.', data: {} })
const info = { version: '1.2.3' }

function fakeClient(procedures: object): Client {
  return procedures as unknown as Client
}

function Version() {
  const { data, error } = useQuery(useApi().system.info.queryOptions())
  const state = useConnectionState()
  return (
    <p>
      {state}: {error === null ? (data?.version ?? 'loading') : readError(error).message}
    </p>
  )
}

it('shows what the client answers and the state of the line', async () => {
  const client = fakeClient({ system: { info: async () => info } })
  render(
    <ClientProvider client={client}>
      <Version />
    </ClientProvider>,
  )
  expect(await screen.findByText('open: 1.2.3')).toBeInTheDocument()
})

it('asks again when the line is back', async () => {
  const monitor = createConnectionMonitor('open')
  const ask = vi.fn(async () => info)
  const client = fakeClient({ system: { info: ask } })
  render(
    <ClientProvider client={client} monitor={monitor}>
      <Version />
    </ClientProvider>,
  )
  await screen.findByText('open: 1.2.3')

  act(() => monitor.set('lost'))
  expect(screen.getByText('lost: 1.2.3')).toBeInTheDocument()
  expect(ask).toHaveBeenCalledTimes(1)
  act(() => monitor.set('open'))
  await waitFor(() => expect(ask).toHaveBeenCalledTimes(2))
})

it('repeats a read that met a dropped line, and no other', async () => {
  const dropsOnce = vi.fn(async () => info).mockRejectedValueOnce(lost())
  const { unmount } = render(
    <ClientProvider client={fakeClient({ system: { info: dropsOnce } })}>
      <Version />
    </ClientProvider>,
  )
  expect(await screen.findByText('open: 1.2.3', {}, { timeout: 3_000 })).toBeInTheDocument()
  expect(dropsOnce).toHaveBeenCalledTimes(2)
  unmount()

  const refuses = vi.fn().mockRejectedValue(new ORPCError('not_found', { message: 'No such thing.' }))
  render(
    <ClientProvider client={fakeClient({ system: { info: refuses } })}>
      <Version />
    </ClientProvider>,
  )
  expect(await screen.findByText('open: No such thing.')).toBeInTheDocument()
  expect(refuses).toHaveBeenCalledTimes(1)
})

it('never repeats a write', async () => {
  const send = vi.fn().mockRejectedValue(lost())
  function Sample() {
    const { mutate, isError } = useMutation(useApi().datasets.importSample.mutationOptions())
    return (
      <button type="button" onClick={() => mutate(undefined)}>
        {isError ? 'failed' : 'import'}
      </button>
    )
  }
  render(
    <ClientProvider client={fakeClient({ datasets: { importSample: send } })}>
      <Sample />
    </ClientProvider>,
  )
  screen.getByRole('button').click()
  await screen.findByText('failed')
  expect(send).toHaveBeenCalledTimes(1)
})

it('follows the news again after the stream broke, and stops with its component', async () => {
  const event: RunEvent = { kind: 'progress', backtestId: '018f0000-0000-7000-8000-000000000001', progress: 0.5, barsPerSecond: null }
  const signals: AbortSignal[] = []
  const watch = vi.fn(async function* (_input: undefined, { signal }: { signal: AbortSignal }) {
    signals.push(signal)
    yield event
    if (signals.length === 1) throw lost()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  const news: RunEvent[] = []
  function Follower() {
    useRunEvents((received) => news.push(received))
    return null
  }
  const client = fakeClient({ backtests: { watch: async (...args: Parameters<typeof watch>) => watch(...args) } })
  const { unmount } = render(
    <ClientProvider client={client}>
      <Follower />
    </ClientProvider>,
  )
  await waitFor(() => expect(news).toEqual([event, event]), { timeout: 4_000 })
  expect(signals[1]?.aborted).toBe(false)
  unmount()
  expect(signals[1]?.aborted).toBe(true)
})
