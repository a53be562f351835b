import type { Operation, Operations } from './operations.ts'
import { describeSamples, type Timing, timeOf } from './samples.ts'

const CLIENTS = 50

export interface MixResult extends Timing {
  readonly opsPerSecond: number
}

type Weights = Readonly<Record<string, { readonly weight: number; readonly operation: Operation }>>

/** Four reads to one write; small rows only. */
export function smallMix(operations: Operations): Weights {
  return {
    getStrategy: { weight: 40, operation: operations.getStrategy },
    latestGate: { weight: 20, operation: operations.latestGate },
    getRun: { weight: 20, operation: operations.getRun },
    createStrategy: { weight: 10, operation: operations.createStrategy },
    createGateResult: { weight: 10, operation: operations.createGateResult },
  }
}

/** Four reads to one write; half of the reads decode a curve, half of the writes store a whole run. */
export function curvesMix(operations: Operations): Weights {
  return {
    getStrategy: { weight: 40, operation: operations.getStrategy },
    getRunWithCurve: { weight: 40, operation: operations.getRunWithCurve },
    createStrategy: { weight: 10, operation: operations.createStrategy },
    runLifeCycleWithCurves: { weight: 10, operation: operations.runLifeCycleWithCurves },
  }
}

/** Fifty clients, each with one call under way at any moment. */
export async function runMix(weights: Weights, seconds: number): Promise<MixResult> {
  const deck = Object.values(weights).flatMap(({ weight, operation }) => Array.from({ length: weight }, () => operation))
  const draw = () => deck[Math.floor(Math.random() * deck.length)] as Operation
  const times: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1000
  const client = async () => {
    while (performance.now() < endsAt) times.push(await timeOf(draw()))
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const elapsed = (performance.now() - startedAt) / 1000
  return { ...describeSamples(times), opsPerSecond: Math.round(times.length / elapsed) }
}
