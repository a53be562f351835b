import type { ConnectionTest } from '#shared/domain/connection.ts'

export type StageName = ConnectionTest['stages'][number]['stage']

/** What a stage found out. Stages throw when they fail; the message says how to mend it. */
export interface Finding {
  readonly state: 'ok' | 'skipped'
  readonly message: string
}

/** One trial of a connection: its stages in order, a round trip once it stands, and the end of it. */
export interface Probe {
  readonly stages: Readonly<Record<StageName, () => Promise<Finding>>>
  /** null when there is nothing to measure. */
  readonly measureLatencyMs: () => Promise<number | null>
  readonly close: () => Promise<void>
}
