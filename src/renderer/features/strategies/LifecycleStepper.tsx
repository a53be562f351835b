import { IconArchive, IconCheck } from '@tabler/icons-react'
import type { StrategyStatus } from '#shared/domain/strategy.ts'
import classes from './LifecycleStepper.module.css'
import { nameOfStatus } from './strategyNames.ts'

const PATH: readonly StrategyStatus[] = ['draft', 'dev', 'crv', 'product', 'approved']

/** How far a strategy has come on the path of evidence. */
export function LifecycleStepper({ status }: { readonly status: StrategyStatus }) {
  if (status === 'archived') {
    return (
      <span className={classes['archived']}>
        <IconArchive size={15} aria-hidden /> Archived
      </span>
    )
  }
  const reached = PATH.indexOf(status)
  return (
    <ol className={classes['path']} aria-label="Lifecycle">
      {PATH.map((step, index) => (
        <li
          key={step}
          className={classes['step']}
          data-place={index < reached ? 'done' : index === reached ? 'current' : 'ahead'}
          {...(index === reached ? { 'aria-current': 'step' as const } : {})}
        >
          {index < reached && <IconCheck size={13} stroke={2.2} aria-hidden />}
          {nameOfStatus(step)}
        </li>
      ))}
    </ol>
  )
}
