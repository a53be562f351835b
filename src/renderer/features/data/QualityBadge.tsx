import type { QualityReport } from '#shared/domain/dataset.ts'
import { VerdictBadge } from '../../components/VerdictBadge.tsx'
import { formatCount } from '../../format/figures.ts'
import { countProblems } from './qualityFigures.ts'

/** The import's verdict in one badge: clean, or how many problems. */
export function QualityBadge({ quality }: { quality: QualityReport }) {
  const problems = countProblems(quality)
  if (problems === 0) return <VerdictBadge verdict="PASS" />
  return <VerdictBadge verdict="WARN" detail={formatCount(problems)} />
}
