import type { Client } from '#shared/contract/contract.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { awaitRun } from './awaitRun.ts'
import { stageWords } from './pipelineTable.ts'
import type { Terminal } from './terminal.ts'

/** Throws what `awaitRun` throws. */
export function awaitPipeline({ pipelines }: Client, id: string, terminal: Terminal): Promise<Pipeline> {
  const steps = { get: () => pipelines.get({ id }), cancel: () => pipelines.cancel({ id }) }
  return awaitRun({ noun: 'pipeline', ...steps, describe: describeStage, explain: explainEnd }, terminal)
}

function describeStage({ strategyName, stages }: Pipeline): string {
  const current = stages.find(({ status }) => status === 'running')
  return `${strategyName ?? 'Pipeline'}: ${current === undefined ? 'starting' : stageWords(current.name)}`
}

function explainEnd({ id, status, errorMessage }: Pipeline): string {
  const hint = status === 'interrupted' ? ` Go on with "aurelius pipeline resume ${id}".` : ''
  return `${errorMessage ?? `The pipeline was ${status} before its end.`}${hint}`
}
