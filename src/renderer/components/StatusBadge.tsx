import { IconBan, IconCircleCheck, IconCircleX, IconClockPause, IconLoader2, IconPlugConnectedX } from '@tabler/icons-react'
import type { RunStatus } from '#shared/domain/backtest.ts'
import { formatPercent } from '../format/figures.ts'
import classes from './Badge.module.css'

const STATUSES = {
  pending: { word: 'Pending', Icon: IconClockPause, color: 'var(--verdict-not-run)' },
  running: { word: 'Running', Icon: IconLoader2, color: 'var(--verdict-waived)' },
  completed: { word: 'Completed', Icon: IconCircleCheck, color: 'var(--mantine-color-text)' },
  failed: { word: 'Failed', Icon: IconCircleX, color: 'var(--verdict-fail)' },
  cancelled: { word: 'Cancelled', Icon: IconBan, color: 'var(--verdict-not-run)' },
  interrupted: { word: 'Interrupted', Icon: IconPlugConnectedX, color: 'var(--verdict-warn)' },
} as const satisfies Record<RunStatus, unknown>

interface StatusBadgeProps {
  readonly status: RunStatus
  /** Share done, 0..1; shown while running. */
  readonly progress?: number
}

/** Where a run stands: icon, word and, while it runs, how far it is. */
export function StatusBadge({ status, progress }: StatusBadgeProps) {
  const { word, Icon, color } = STATUSES[status]
  const isRunning = status === 'running'
  return (
    <span className={classes['badge']} style={{ color }}>
      <Icon size={15} stroke={1.8} aria-hidden className={isRunning ? classes['spinning'] : undefined} />
      {isRunning && progress !== undefined ? `${word} ${formatPercent(progress, { decimals: 0 })}` : word}
    </span>
  )
}
