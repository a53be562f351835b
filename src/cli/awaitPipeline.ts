import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { Pipeline } from '#shared/domain/pipeline.ts'
import { stageWords } from './pipelineTable.ts'
import type { Terminal } from './terminal.ts'

const POLL_MS = 100

/**
 * Waits for the end of a pipeline, showing its stage; Ctrl-C cancels it.
 * @throws AppError with its own code when it fails, is cancelled or interrupted.
 */
export async function awaitPipeline(client: Client, id: string, terminal: Terminal): Promise<Pipeline> {
  const cancel = () => {
    client.pipelines.cancel({ id }).catch(() => {})
  }
  process.once('SIGINT', cancel)
  try {
    for (;;) {
      const pipeline = await client.pipelines.get({ id })
      if (pipeline.status !== 'pending' && pipeline.status !== 'running') return requireCompleted(pipeline)
      const current = pipeline.stages.find(({ status }) => status === 'running')
      terminal.showStatus(`${pipeline.strategyName ?? 'Pipeline'}: ${current === undefined ? 'starting' : stageWords(current.name)}`)
      await delay(POLL_MS)
    }
  } finally {
    terminal.showStatus('')
    process.off('SIGINT', cancel)
  }
}

function requireCompleted(pipeline: Pipeline): Pipeline {
  const { id, status, errorCode, errorMessage } = pipeline
  if (status === 'completed') return pipeline
  const code = errorCode ?? (status === 'cancelled' ? 'cancelled' : 'run_failed')
  const hint = status === 'interrupted' ? ` Go on with "aurelius pipeline resume ${id}".` : ''
  throw new AppError(code, `${errorMessage ?? `The pipeline was ${status} before its end.`}${hint}`, { details: { id, status } })
}
