import { Loader } from '@mantine/core'
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardVerdict } from '#shared/contract/gates.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import type { GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { GateVerdictBadge } from '../../components/gateResults/GateVerdictBadge.tsx'
import { RowButton } from '../../components/RowButton.tsx'
import { formatAge } from '../../format/instants.ts'
import classes from './GateCell.module.css'

interface GateCellProps {
  readonly subject: GateSubject & { readonly strategyName: string }
  readonly result: BoardVerdict | null
  readonly onOpen: () => void
  /** Judges anew; a failure has been shown by whoever rejects. */
  readonly onRun: () => Promise<unknown>
}

/** One verdict on the board with its age, and the button that makes a new one. */
export function GateCell({ subject, result, onOpen, onRun }: GateCellProps) {
  const { strategyName, gateType } = subject
  const [isRunning, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    await onRun().catch(() => undefined)
    setRunning(false)
  }
  const [verb, Icon] = result === null ? (['Run', IconPlayerPlay] as const) : (['Run again', IconRefresh] as const)
  return (
    <span className={classes['cell']}>
      <button type="button" className={classes['verdict']} onClick={onOpen}>
        <GateVerdictBadge result={result} />{' '}
        {result !== null && <span className={classes['age']}>{formatAge(result.timestampMs, Date.now())}</span>}{' '}
        <span className={classes['spoken']}>{`Show the checks of the ${GATE_NAMES[gateType]} of ${strategyName}`}</span>
      </button>
      <RowButton
        disabled={isRunning}
        title={verb}
        aria-label={`${verb}: ${GATE_NAMES[gateType]} of ${strategyName}`}
        onClick={() => void run()}
      >
        {isRunning ? <Loader size={14} /> : <Icon size={14} aria-hidden />}
      </RowButton>
    </span>
  )
}
