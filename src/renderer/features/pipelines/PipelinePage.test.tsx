import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { type Pipeline, pipelineSchema } from '#shared/domain/pipeline.ts'
import { renderWithApp } from '../../../../tests/builders/renderWithApp.tsx'
import { makeDataset, pageOf } from '../../../../tests/builders/sampleRows.ts'
import { PipelinePage } from './PipelinePage.tsx'
import { PipelinesPage } from './PipelinesPage.tsx'

const ID = (last: number) => `01890000-0000-7000-8000-0000000000${last}`
const BEGUN_MS = 1_704_067_200_000

function makePipeline(changes: Partial<Pipeline> = {}): Pipeline {
  const done = { status: 'completed', startedAtMs: BEGUN_MS, completedAtMs: BEGUN_MS + 1500 } as const
  const waiting = { status: 'pending', input: null, outputId: null, output: null, startedAtMs: null, completedAtMs: null } as const
  return pipelineSchema.parse({
    id: ID(10),
    request: { source: { kind: 'goal', goal: 'follow trends', riskPreference: 'moderate' }, datasetId: ID(12), settings: {} },
    strategyId: ID(11),
    strategyName: 'Trend 20/50',
    datasetId: ID(12),
    datasetName: 'S&P 500',
    status: 'interrupted',
    progress: 0.3,
    errorCode: null,
    errorMessage: null,
    stages: [
      { name: 'generate', ...done, input: {}, outputId: ID(11), output: { name: 'Trend 20/50', version: 1 } },
      { name: 'backtest', ...done, input: {}, outputId: ID(13), output: { sharpeRatio: 0.41 } },
      { name: 'sweep', status: 'interrupted', input: {}, outputId: ID(14), output: null, startedAtMs: BEGUN_MS, completedAtMs: null },
      ...(['walk_forward', 'dev_gate', 'crv_gate'] as const).map((name) => ({ name, ...waiting })),
    ],
    createdAtMs: BEGUN_MS,
    startedAtMs: BEGUN_MS,
    completedAtMs: null,
    durationMs: null,
    ...changes,
  })
}

describe('one pipeline', () => {
  it('shows each stage with what it made and found, and goes on where it was', async () => {
    const resume = vi.fn(async () => makePipeline({ status: 'running' }))
    const client = { pipelines: { get: async () => makePipeline(), resume }, improvements: { list: async () => [] } }
    renderWithApp(<PipelinePage />, { client, path: `/pipelines/${ID(10)}` })
    const stages = await screen.findByRole('table', { name: 'Stages' })
    expect(within(stages).getByRole('link', { name: 'Backtest' })).toHaveAttribute('href', `/backtests/${ID(13)}`)
    expect(within(stages).getByRole('row', { name: /Backtest/ })).toHaveTextContent('Sharpe 0.41')
    expect(within(stages).getByRole('row', { name: /Sweep/ })).toHaveTextContent('Interrupted')
    expect(within(stages).getByRole('row', { name: /CRV gate/ })).toHaveTextContent('Pending')
    await userEvent.click(screen.getByRole('button', { name: 'Resume pipeline' }))
    expect(resume).toHaveBeenCalledOnce()
  })

  it('tries improvements and says what became of them', async () => {
    const unanswered = [{ checkId: 'D14', reason: 'Costs' }]
    const report = { iterations: [], unanswered, strategyVersion: 1, settings: makePipeline().request.settings }
    const run = vi.fn(async () => report)
    const client = { pipelines: { get: async () => makePipeline() }, improvements: { list: async () => [], run } }
    renderWithApp(<PipelinePage />, { client, path: `/pipelines/${ID(10)}` })
    await userEvent.click(await screen.findByRole('button', { name: 'Try improvements' }))
    expect(await screen.findByText(/0 of 0 changes kept.*D14/)).toBeVisible()
    expect(run).toHaveBeenCalledWith({ strategyId: ID(11) }, expect.anything())
  })
})

describe('the list of pipelines', () => {
  it('starts one from a goal with costs and a seed', async () => {
    const run = vi.fn(async () => makePipeline({ status: 'pending' }))
    const datasets = { list: async () => pageOf(makeDataset({ id: ID(12), name: 'S&P 500', kind: 'bars' })) }
    renderWithApp(<PipelinesPage />, { client: { pipelines: { list: async () => pageOf(), run }, datasets }, path: '/pipelines?run=new' })
    await userEvent.type(await screen.findByLabelText('Goal'), 'follow trends')
    await userEvent.click(await screen.findByRole('button', { name: 'Run pipeline' }))
    const source = { kind: 'goal', goal: 'follow trends', riskPreference: 'moderate' }
    const settings = { seed: 42, cost_model: { type: 'percentage', percentage: 0.001 } }
    await vi.waitFor(() => expect(run).toHaveBeenCalledWith({ source, datasetId: ID(12), settings }, expect.anything()))
  })

  it('says where each stands', async () => {
    renderWithApp(<PipelinesPage />, { client: { pipelines: { list: async () => pageOf(makePipeline()) } }, path: '/pipelines' })
    const row = await screen.findByRole('row', { name: /Trend 20\/50/ })
    expect(row).toHaveTextContent(/Interrupted.*Sweep.*S&P 500/)
  })
})
