import { Alert, List, Paper, SimpleGrid } from '@mantine/core'
import type { ValidationMetrics, ValidationOutcome } from '#shared/domain/validation.ts'
import { Figure } from '../../components/Figure.tsx'
import { formatCount, formatNumber, formatPercent } from '../../format/figures.ts'

interface HeadlineProps {
  readonly metrics: ValidationMetrics
  readonly outcome: ValidationOutcome | null
}

/** The figures read first, each with its definition; what an older version did not measure is not shown as zero. */
export function ValidationHeadline({ metrics, outcome }: HeadlineProps) {
  return (
    <>
      {outcome !== null && outcome.problems.length > 0 && (
        <Alert color="yellow" variant="light" title="The windows are not sound">
          <List size="sm">
            {outcome.problems.map((problem) => (
              <List.Item key={problem}>{problem}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      <Paper>
        <SimpleGrid cols={{ base: 2, xs: 4, lg: 8 }} spacing="lg" verticalSpacing="md">
          {outcome !== null && <StitchedFigures outcome={outcome} />}
          <OlderFigures metrics={metrics} outcome={outcome} />
          {outcome !== null && <SearchFigures outcome={outcome} />}
        </SimpleGrid>
      </Paper>
    </>
  )
}

function StitchedFigures({ outcome: { stitched } }: { readonly outcome: ValidationOutcome }) {
  return (
    <>
      <Figure
        label="OOS Sharpe"
        definition="Annual Sharpe ratio of the tests one after another: the evidence. In-sample figures are only how you got there."
        value={formatNumber(stitched.sharpe)}
        missing={stitched.sharpe === null ? 'Not known: the stitched curve never moved.' : null}
        detail={`${formatCount(stitched.trades)} trades`}
      />
      <Figure label="OOS return" definition="Growth over all tests, one after another." value={formatPercent(stitched.totalReturn)} />
      <Figure
        label="OOS drawdown"
        definition="Deepest fall of the stitched curve from a peak."
        value={formatPercent(stitched.maxDrawdown)}
      />
    </>
  )
}

function OlderFigures({ metrics, outcome }: HeadlineProps) {
  const { stabilityScore, passed, avgDegradation, avgTrainSharpe, avgTestSharpe } = metrics
  const verdict = passed ? 'stable' : 'not stable'
  const unknown = outcome?.undefinedWindows ?? 0
  return (
    <>
      <Figure
        label="Stability"
        definition="100 - 120 x mean degradation, held in 0 to 100. 75 passes, unless the degradation of a window is undefined: unknown is not a pass."
        value={formatNumber(stabilityScore, { decimals: 1 })}
        missing={stabilityScore === null ? (outcome?.stabilityScore.reason ?? 'Not known.') : null}
        detail={unknown === 0 ? verdict : `${verdict}; ${unknown} ${unknown === 1 ? 'window' : 'windows'} undefined`}
      />
      <Figure
        label="Degradation"
        definition="Mean of (in-sample Sharpe - out-of-sample Sharpe) / |in-sample Sharpe| over the windows: the share that was lost."
        value={formatPercent(avgDegradation, { decimals: 1 })}
        missing={avgDegradation === null ? 'Not known: no window has both Sharpe ratios.' : null}
        detail={`Sharpe ${formatNumber(avgTrainSharpe)} in, ${formatNumber(avgTestSharpe)} out`}
      />
    </>
  )
}

function SearchFigures({ outcome }: { readonly outcome: ValidationOutcome }) {
  const { efficiency, profitableShare, largestProfitShare, trialCount, longestHoldingBars } = outcome
  return (
    <>
      <Figure
        label="Efficiency"
        definition="Walk-forward efficiency: annualised out-of-sample return / mean annualised in-sample return of the chosen parameters. For information."
        value={formatPercent(efficiency.value, { decimals: 0 })}
        missing={efficiency.reason}
      />
      <Figure
        label="Profitable windows"
        definition="Windows with a profit out of sample, and how much of the whole growth the best one brought."
        value={formatPercent(profitableShare, { decimals: 0 })}
        detail={
          largestProfitShare.value === null ? 'no profit to share' : `best one ${formatPercent(largestProfitShare.value, { decimals: 0 })}`
        }
      />
      <Figure
        label="Trials"
        definition="Parameter sets tried in sample over all windows. They stay counted in the trial ledger."
        value={formatCount(trialCount)}
        detail={`longest trade ${formatCount(longestHoldingBars)} bars`}
      />
    </>
  )
}
