import { AppError } from '#shared/domain/appError.ts'
import type { ImprovementObjective, StrategyChange } from '#shared/domain/improvement.ts'
import type { Metrics } from '#shared/domain/metric.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { perPeriodSharpe, type SharpeSpread, spreadOf } from '#shared/domain/trialLedger.ts'
import { applyChange, completeRunSpec, describeChange, type Proposal, readAxis, searchable } from '../../jobs/engineCatalogue.ts'
import type { InSampleTrials } from '../../jobs/inSampleTrials.ts'

/** A change with what it did on in-sample bars, and what trying it adds to the count of trials. */
export interface Evaluation {
  readonly change: StrategyChange
  readonly metrics: Metrics
  readonly trials: number
  readonly sharpe: SharpeSpread
}

interface Subject {
  readonly spec: RunSpec
  readonly objective: ImprovementObjective
}

/** Runs a proposal on in-sample bars; a search first looks for the middle of the plateau, every trial of it counted. */
export async function evaluateProposal(trials: InSampleTrials, { spec, objective }: Subject, proposal: Proposal): Promise<Evaluation> {
  if (proposal.kind === 'change') {
    const metrics = await trials.run(completeRunSpec(applyChange(spec, proposal.change)))
    return { change: proposal.change, metrics, trials: 1, sharpe: spreadOf([perPeriodSharpe(metrics)]) }
  }
  const axes = proposal.parameters.map((name) => axisOf(spec, name))
  const found = await trials.search(spec, axes, objective)
  const differing = Object.entries(found.parameters).filter(([name, value]) => spec.strategy.parameters[name] !== value)
  const wished = { parameters: Object.fromEntries(differing), stopLoss: null, sizeFraction: null }
  const words = differing.length === 0 ? 'the middle of the plateau is where the strategy stands' : describeChange(spec, wished)
  const change = { ...wished, words }
  const metrics = await trials.run(completeRunSpec(applyChange(spec, change)))
  return { change, metrics, trials: found.trials, sharpe: found.sharpe }
}

function axisOf(spec: RunSpec, name: string) {
  const sweep = searchable(spec).find((descriptor) => descriptor.name === name)?.sweep
  if (sweep == null) throw new AppError('internal', `${name} has no range to search in.`)
  const { values } = readAxis({ name, ...sweep })
  return { name, values: [...values] }
}
