import { EventPublisher } from '@orpc/server'
import type { RunEvent } from '#shared/domain/backtest.ts'

/** News of runs inside this process; every watcher gets every event that happens while it listens. */
export interface RunEvents {
  readonly publish: (event: RunEvent) => void
  readonly watch: (signal: AbortSignal | undefined) => AsyncGenerator<RunEvent>
}

export function createRunEvents(): RunEvents {
  const publisher = new EventPublisher<{ run: RunEvent }>()
  return {
    publish: (event) => publisher.publish('run', event),
    watch: (signal) => publisher.subscribe('run', signal === undefined ? {} : { signal }),
  }
}
