import type { PipelineStage, PipelineStageName } from '#shared/domain/pipeline.ts'
import { formatNumber } from '../../format/figures.ts'

const TITLES: Readonly<Record<PipelineStageName, string>> = {
  generate: 'Strategy',
  backtest: 'Backtest',
  sweep: 'Sweep',
  walk_forward: 'Walk-forward',
  dev_gate: 'Dev gate',
  crv_gate: 'CRV gate',
}

export const titleOfStage = (name: PipelineStageName): string => TITLES[name]

/** Where what a stage made is shown; null while it made nothing. */
export function pageOfStage({ name, outputId, completedAtMs }: PipelineStage, strategyId: string): string | null {
  if (outputId === null || (name === 'generate' && completedAtMs === null)) return null
  switch (name) {
    case 'generate':
      return `/strategies/${strategyId}`
    case 'backtest':
      return `/backtests/${outputId}`
    case 'sweep':
      return `/sweeps/${outputId}`
    case 'walk_forward':
      return `/validations/${outputId}`
    case 'dev_gate':
    case 'crv_gate':
      return completedAtMs === null ? null : `/strategies/${strategyId}?tab=gates`
  }
}

/** What a stage found, in a few words; empty until it is done. */
export function findingOf({ name, output }: PipelineStage): string {
  if (output === null) return ''
  if (typeof output['skipped'] === 'string') return output['skipped']
  const figure = (key: string) => (typeof output[key] === 'number' ? output[key] : null)
  switch (name) {
    case 'generate':
      return `${output['name']}, version ${output['version']}`
    case 'backtest':
      return `Sharpe ${formatNumber(figure('sharpeRatio'))}`
    case 'sweep':
      return `${figure('trialCount')} trials, first by plateau at Sharpe ${formatNumber(figure('score'))}`
    case 'walk_forward':
      return `${figure('windows')} windows, out-of-sample Sharpe ${formatNumber(figure('testSharpe'))}`
    case 'dev_gate':
    case 'crv_gate':
      return verdictWords(output)
  }
}

function verdictWords(output: NonNullable<PipelineStage['output']>): string {
  const failed = Array.isArray(output['failed']) ? output['failed'] : []
  return failed.length === 0 ? String(output['verdict']) : `${output['verdict']}: ${failed.join(', ')}`
}
