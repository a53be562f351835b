import type { Overview } from '#shared/contract/overview.ts'

export type StepId = 'data' | 'strategy' | 'backtest' | 'sweep' | 'validation' | 'gates' | 'product'

export interface Step {
  readonly id: StepId
  readonly title: string
  /** What it is for, and what to do. */
  readonly explanation: string
  /** Told by the workspace itself, not by what somebody clicked. */
  readonly isDone: boolean
}

const sum = (...counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

/** The way from an empty workspace to a verdict on production, with what is already done. */
export function firstSteps({ datasets, finishedSweeps, finishedValidations, gates, ...byStatus }: Overview): readonly Step[] {
  const strategies = sum(...Object.values(byStatus.strategiesByStatus))
  const finishedRuns = byStatus.backtestsByStatus['completed'] ?? 0
  return [
    {
      id: 'data',
      title: 'Bring data',
      explanation: 'Bars to test on: daily bars of the S&P 500, which come along, or your own CSV or Parquet file.',
      isDone: datasets > 0,
    },
    {
      id: 'strategy',
      title: 'Generate a strategy',
      explanation: 'Say in plain words what it should do, read why each candidate was chosen, and keep some.',
      isDone: strategies > 0,
    },
    {
      id: 'backtest',
      title: 'Run a backtest',
      explanation: 'Play the strategy on the data, with commission and slippage, and read its curve, figures and trades.',
      isDone: finishedRuns > 0,
    },
    {
      id: 'sweep',
      title: 'Sweep parameters',
      explanation:
        'Try many parameter sets at once. Look for a plateau that earns everywhere, not for the highest peak. Every trial is counted.',
      isDone: finishedSweeps > 0,
    },
    {
      id: 'validation',
      title: 'Validate',
      explanation:
        'Walk forward: parameters are chosen on the past and judged on what came after. This is the evidence the CRV gate reads.',
      isDone: finishedValidations > 0,
    },
    {
      id: 'gates',
      title: 'Run the gates',
      explanation: 'The dev gate asks whether the run is what it says it is, the CRV gate whether its risk and return can be believed.',
      isDone: sum(gates.devPassed, gates.devFailed, gates.devIncomplete, gates.crvPassed, gates.crvFailed, gates.crvIncomplete) > 0,
    },
    {
      id: 'product',
      title: 'Face the product gate',
      explanation:
        'Review, approval by somebody else, limits and plans: what must stand before money follows. Fill in Readiness on the gate board.',
      isDone: sum(gates.productPassed, gates.productFailed, gates.productIncomplete) > 0,
    },
  ]
}
