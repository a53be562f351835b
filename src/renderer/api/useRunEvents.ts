import { useEffect, useRef } from 'react'
import type { Client } from '#shared/contract/contract.ts'
import type { RunEvent } from '#shared/domain/backtest.ts'
import { useClient, useConnectionMonitor } from './ApiProvider.tsx'
import type { ConnectionMonitor } from './connectionState.ts'

const PAUSE_MS = 1_000

function untilOpen(monitor: ConnectionMonitor, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      if (monitor.current() !== 'open' && !signal.aborted) return
      stop()
      signal.removeEventListener('abort', settle)
      resolve()
    }
    const stop = monitor.subscribe(settle)
    signal.addEventListener('abort', settle)
    settle()
  })
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function follow(client: Client, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<void> {
  for await (const event of await client.backtests.watch(undefined, { signal })) onEvent(event)
}

/**
 * Live news of all runs while the component is mounted. The stream starts again by itself after a drop; what happened
 * in between is not replayed, but every query is refreshed when the line is back.
 */
export function useRunEvents(onEvent: (event: RunEvent) => void): void {
  const client = useClient()
  const monitor = useConnectionMonitor()
  const latest = useRef(onEvent)
  useEffect(() => {
    latest.current = onEvent
  }, [onEvent])

  useEffect(() => {
    const unmounted = new AbortController()
    const { signal } = unmounted
    const watch = async () => {
      while (!signal.aborted) {
        await untilOpen(monitor, signal)
        // A stream fails when the line drops: that is what the loop is for, and the banner tells the user.
        await follow(client, (event) => latest.current(event), signal).catch(() => undefined)
        await pause(signal)
      }
    }
    void watch()
    return () => unmounted.abort()
  }, [client, monitor])
}
