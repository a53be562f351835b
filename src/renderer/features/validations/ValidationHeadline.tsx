import { Alert, List, Paper, SimpleGrid } from '@mantine/core'
import { WALK_FORWARD_TERMS as TERMS } from '#shared/domain/glossary.ts'
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
        definition={TERMS.oosSharpe.definition}
        value={formatNumber(stitched.sharpe)}
        missing={stitched.sharpe === null ? 'Not known: the stitched curve never moved.' : null}
        detail={`${formatCount(stitched.trades)} trades`}
      />
      <Figure label="OOS return" definition={TERMS.oosReturn.definition} value={formatPercent(stitched.totalReturn)} />
      <Figure label="OOS drawdown" definition={TERMS.oosDrawdown.definition} value={formatPercent(stitched.maxDrawdown)} />
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
        definition={TERMS.stability.definition}
        value={formatNumber(stabilityScore, { decimals: 1 })}
        missing={stabilityScore === null ? (outcome?.stabilityScore.reason ?? 'Not known.') : null}
        detail={unknown === 0 ? verdict : `${verdict}; ${unknown} ${unknown === 1 ? 'window' : 'windows'} undefined`}
      />
      <Figure
        label="Degradation"
        definition={TERMS.degradation.definition}
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
        definition={TERMS.efficiency.definition}
        value={formatPercent(efficiency.value, { decimals: 0 })}
        missing={efficiency.reason}
      />
      <Figure
        label="Profitable windows"
        definition={TERMS.profitableWindows.definition}
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
