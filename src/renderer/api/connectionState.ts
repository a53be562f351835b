/** `connecting` before the first contact and while trying again; `lost` when an attempt failed or the line dropped. */
export type ConnectionState = 'connecting' | 'open' | 'lost'

/** A value with subscribers, in the shape `useSyncExternalStore` wants. */
export interface ConnectionMonitor {
  readonly current: () => ConnectionState
  /** Calls back after every change; returns the way to stop. */
  readonly subscribe: (listener: () => void) => () => void
}

export interface SettableConnectionMonitor extends ConnectionMonitor {
  readonly set: (state: ConnectionState) => void
}

export function createConnectionMonitor(initial: ConnectionState): SettableConnectionMonitor {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    current: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set: (next) => {
      if (next === state) return
      state = next
      for (const listener of listeners) listener()
    },
  }
}
