import { IconCircleDashed } from '@tabler/icons-react'
import type { BoardVerdict } from '#shared/contract/gates.ts'
import type { GateResult } from '#shared/domain/gate.ts'
import badge from '../Badge.module.css'
import { VerdictBadge } from '../VerdictBadge.tsx'
import { checkCountWords } from './checkCounts.ts'

/** A gate's verdict with its count; null = never run. A stale result is not a verdict any more, so it shows as stale. */
export function GateVerdictBadge({ result }: { readonly result: GateResult | BoardVerdict | null }) {
  if (result === null) return <VerdictBadge verdict="NOT_RUN" />
  const count = checkCountWords(result)
  if (result.stale) return <VerdictBadge verdict="STALE" detail={count} />
  if (result.verdict === 'passed') return <VerdictBadge verdict="PASS" detail={count} />
  if (result.verdict === 'failed') return <VerdictBadge verdict="FAIL" detail={count} />
  return (
    <span className={badge['badge']} style={{ color: 'var(--verdict-not-run)' }}>
      <IconCircleDashed size={15} stroke={2.2} aria-hidden />
      {`Incomplete ${count}`}
    </span>
  )
}
