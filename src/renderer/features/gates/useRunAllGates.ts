import { useState } from 'react'
import { GATE_TYPES } from '#shared/domain/gate.ts'
import { useRunGate } from '../../components/gateResults/useRunGate.ts'

/** Runs the three gates of a strategy one after another; a gate that could not run ends it, for the next builds on it. */
export function useRunAllGates() {
  const runGate = useRunGate()
  const [runningId, setRunningId] = useState<string | null>(null)
  const run = async (strategyId: string) => {
    setRunningId(strategyId)
    try {
      for (const gateType of GATE_TYPES) await runGate.mutateAsync({ strategyId, gateType })
    } catch {
      // Already shown as a notification.
    } finally {
      setRunningId(null)
    }
  }
  return { run, runningId }
}
