/**
 * The engine's cheap, pure questions, answered on the calling thread. Everything that touches bars
 * goes through the worker pool instead. This folder is the only place of the core that runs the engine.
 */
export { DEFAULT_POLICY } from '#engine/gates/policy.ts'
export { generateCandidates } from '#engine/generation/generateCandidates.ts'
export { ENGINE_VERSION } from '#engine/identity/engineVersion.ts'
export { hashSpec } from '#engine/identity/hashSpec.ts'
export { METRIC_VERSION } from '#engine/metrics/computeMetrics.ts'
export { drawdownEpisodes } from '#engine/metrics/drawdown.ts'
export { equityPathOf } from '#engine/metrics/equityPath.ts'
export { completeRunSpec } from '#engine/simulator/completeRunSpec.ts'
export { requireDatesWithin } from '#engine/simulator/findRunWindow.ts'
export { describeStrategies, requireDataKind } from '#engine/strategies/registry.ts'
export { resolveParameters } from '#engine/strategies/resolveParameters.ts'
export { hashSweep } from '#engine/sweep/hashSweep.ts'
export { planSweep } from '#engine/sweep/planSweep.ts'
export { readAxis } from '#engine/sweep/readAxis.ts'
export { SWEEP_SETTINGS } from '#engine/sweep/settingAxes.ts'
export { countSimulatedBars, countTrials, describeWindows, layOutValidation } from '#engine/validation/layOutValidation.ts'
export type { TestedPart } from '#engine/validation/robustness/testedParts.ts'
export { findTestedRange } from '#engine/validation/robustness/testedParts.ts'
