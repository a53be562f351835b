import { IconAlertTriangle, IconCheck, IconCircleDashed, IconClock, IconMinus, IconShield, IconX } from '@tabler/icons-react'
import type { CheckState } from '#shared/domain/gate.ts'
import classes from './Badge.module.css'

const VERDICTS = {
  PASS: { word: 'Pass', Icon: IconCheck, color: 'var(--verdict-pass)' },
  FAIL: { word: 'Fail', Icon: IconX, color: 'var(--verdict-fail)' },
  WARN: { word: 'Warn', Icon: IconAlertTriangle, color: 'var(--verdict-warn)' },
  NOT_RUN: { word: 'Not run', Icon: IconMinus, color: 'var(--verdict-not-run)' },
  STALE: { word: 'Stale', Icon: IconClock, color: 'var(--verdict-stale)' },
  WAIVED: { word: 'Waived', Icon: IconShield, color: 'var(--verdict-waived)' },
  'N/A': { word: 'N/A', Icon: IconCircleDashed, color: 'var(--verdict-not-run)' },
} as const satisfies Record<CheckState, unknown>

interface VerdictBadgeProps {
  readonly verdict: CheckState
  /** Follows the word, for example a count "13/15". */
  readonly detail?: string
}

/** A verdict as icon, word and colour: never colour alone. */
export function VerdictBadge({ verdict, detail }: VerdictBadgeProps) {
  const { word, Icon, color } = VERDICTS[verdict]
  return (
    <span className={classes['badge']} style={{ color }}>
      <Icon size={15} stroke={2.2} aria-hidden />
      {detail === undefined ? word : `${word} ${detail}`}
    </span>
  )
}
