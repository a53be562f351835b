import type { Overview } from '#shared/contract/overview.ts'

export type StepId = 'data' | 'strategy' | 'backtest' | 'gates'

export interface Step {
  readonly id: StepId
  readonly title: string
  readonly explanation: string
  readonly isDone: boolean
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, count) => total + count, 0)

/** The way from an empty workspace to a first verdict, with what is already done. */
export function nextSteps(overview: Overview): readonly Step[] {
  const { devPassed, devFailed, crvPassed, crvFailed } = overview.gates
  return [
    {
      id: 'data',
      title: 'Market data',
      explanation: 'Bars to test on: the S&P 500 sample, or your own CSV file.',
      isDone: overview.datasets > 0,
    },
    {
      id: 'strategy',
      title: 'A strategy',
      explanation: 'Say in words what it should do and choose among the candidates.',
      isDone: sum(overview.strategiesByStatus) > 0,
    },
    {
      id: 'backtest',
      title: 'A backtest',
      explanation: 'Run the strategy on the data, with costs.',
      isDone: (overview.backtestsByStatus['completed'] ?? 0) > 0,
    },
    {
      id: 'gates',
      title: 'The gates',
      explanation: 'Let the evidence be judged before you trust the result.',
      isDone: devPassed + devFailed + crvPassed + crvFailed > 0,
    },
  ]
}
