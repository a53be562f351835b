import type { ImprovementIteration } from '#shared/domain/improvement.ts'
import type { Pipeline, PipelineStage, PipelineStageName } from '#shared/domain/pipeline.ts'
import { formatInstant, formatRatio } from './figures.ts'
import { formatFacts, formatTable } from './table.ts'

export const stageWords = (name: PipelineStageName) => name.replace('_', ' ')

export function pipelinesTable(rows: readonly Pipeline[]): string {
  return formatTable(rows, [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'STRATEGY', cell: ({ strategyName }) => strategyName ?? '—' },
    { title: 'STATUS', cell: ({ status }) => status },
    { title: 'STAGES', cell: ({ stages }) => `${stages.filter(({ status }) => status === 'completed').length}/${stages.length}` },
    { title: 'CRV GATE', cell: (pipeline) => verdictOf(pipeline, 'crv_gate') ?? '—' },
    { title: 'DATA', cell: ({ datasetName }) => datasetName },
    { title: 'CREATED', cell: ({ createdAtMs }) => formatInstant(createdAtMs) },
  ])
}

/** The verdict of a gate's stage; null while there is none. */
export function verdictOf({ stages }: Pipeline, name: 'dev_gate' | 'crv_gate'): string | null {
  const verdict = stages.find((stage) => stage.name === name)?.output?.['verdict']
  return typeof verdict === 'string' ? verdict : null
}

/** A pipeline for people: where it stands, then what each stage made. */
export function describePipeline(pipeline: Pipeline): string {
  const { id, strategyId, strategyName, datasetName, status, errorMessage, stages } = pipeline
  const facts = formatFacts([
    ['pipeline', id],
    ['strategy', `${strategyName ?? 'not generated yet'} (${strategyId})`],
    ['data', datasetName],
    ['status', status],
    ...(errorMessage === null ? [] : [['reason', errorMessage] as const]),
  ])
  const table = formatTable(stages, [
    { title: 'STAGE', cell: ({ name }) => stageWords(name) },
    { title: 'STATUS', cell: ({ status: stands }) => stands },
    { title: 'MADE', cell: ({ outputId }) => outputId ?? '—' },
    { title: 'FOUND', cell: describeOutput },
  ])
  return `${facts}\n${table}`
}

function describeOutput({ output }: PipelineStage): string {
  if (output === null) return ''
  return Object.entries(output)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${describeValue(value)}`)
    .join(', ')
}

function describeValue(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return formatRatio(value)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(' ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, each]) => `${name}=${each}`)
      .join(' ')
  const text = String(value)
  return text.length === 64 ? `${text.slice(0, 12)}…` : text
}

export function iterationsTable(rows: readonly ImprovementIteration[]): string {
  return formatTable(rows, [
    { title: '#', cell: ({ number }) => String(number), align: 'right' },
    { title: 'CHECK', cell: ({ checkId }) => checkId },
    { title: 'CHANGE', cell: ({ change }) => change.words },
    { title: 'BEFORE', cell: ({ scoreBefore }) => formatRatio(scoreBefore), align: 'right' },
    { title: 'AFTER', cell: ({ scoreAfter }) => formatRatio(scoreAfter), align: 'right' },
    { title: 'TRIALS', cell: ({ trials }) => String(trials), align: 'right' },
    { title: 'KEPT', cell: ({ versionAfter }) => (versionAfter === null ? 'no' : `version ${versionAfter}`) },
    { title: 'WHY', cell: ({ reason }) => reason },
  ])
}
