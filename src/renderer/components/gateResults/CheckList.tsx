import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { type CheckResult, COMPARISON_WORDS, type GateResult } from '#shared/domain/gate.ts'
import { MISSING } from '../../format/figures.ts'
import { formatDateTime } from '../../format/instants.ts'
import { VerdictBadge } from '../VerdictBadge.tsx'
import { BulletBar } from './BulletBar.tsx'
import classes from './CheckList.module.css'
import { sortByUrgency } from './checkCounts.ts'
import { type EvidenceLink, evidenceLink } from './evidenceLink.ts'
import { formatMeasured } from './formatMeasured.ts'

/** Every check of a gate result, what needs work first. */
export function CheckList({ result }: { readonly result: GateResult }) {
  return (
    <ul className={classes['list']} aria-label="Checks">
      {sortByUrgency(result.checks).map((check) => (
        <li key={check.id} className={classes['check']}>
          <CheckItem check={check} source={evidenceLink(check, result)} />
        </li>
      ))}
    </ul>
  )
}

function CheckItem({ check, source }: { readonly check: CheckResult; readonly source: EvidenceLink | null }) {
  const { id, title, state, summary, action, blocking, waivable, waiver } = check
  return (
    <>
      <div className={classes['head']}>
        <Text component="span" ff="monospace" size="xs" c="dimmed" className={classes['id']}>
          {id}
        </Text>
        <Text component="span" fw={600} size="sm" className={classes['title']}>
          {title}
        </Text>
        <VerdictBadge verdict={state} />
      </div>
      <div className={classes['body']}>
        <Measured check={check} />
        <Text size="sm">{summary}</Text>
        {action !== null && state !== 'PASS' && (
          <Text size="sm" className={classes['action']}>
            <b>Next step: </b>
            {action}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {blocking ? 'Blocks the gate' : 'Advisory'}
          {waivable ? '' : ', cannot be waived'}
          {source !== null && (
            <>
              {', evidence in '}
              <Anchor inherit underline="always" component={Link} to={source.address}>
                {source.name}
              </Anchor>
            </>
          )}
        </Text>
        {waiver !== undefined && (
          <Text size="sm">{`Waived by ${waiver.approvedBy} until ${formatDateTime(waiver.expiresAtMs)}: ${waiver.reason}`}</Text>
        )}
        <Evidence entries={check.evidence} />
      </div>
    </>
  )
}

/** Value, bound and margin in words beside the bar. */
function Measured({ check }: { readonly check: CheckResult }) {
  const { value, threshold, margin, unit } = check
  if (value === null && threshold === null) return null
  return (
    <div className={classes['measured']}>
      <BulletBar check={check} />
      <Text component="span" size="sm" fw={500}>
        {value === null ? `${MISSING} (not measured)` : formatMeasured(value, unit)}
      </Text>
      {threshold !== null && (
        <Text component="span" size="sm" c="dimmed">
          {`needs ${COMPARISON_WORDS[threshold.comparison]} ${formatMeasured(threshold.bound, unit)}`}
          {threshold.warn !== null && `, warns ${COMPARISON_WORDS[threshold.comparison]} ${formatMeasured(threshold.warn, unit)}`}
          {margin !== null && `, margin ${formatMeasured(margin, unit)}`}
        </Text>
      )}
    </div>
  )
}

function Evidence({ entries }: { readonly entries: CheckResult['evidence'] }) {
  if (entries.length === 0) return null
  return (
    <details className={classes['evidence']}>
      <summary>{entries.length === 1 ? '1 piece of evidence' : `${entries.length} pieces of evidence`}</summary>
      <dl>
        {entries.map(({ label, value }) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
