import { Loader } from '@mantine/core'
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { BoardVerdict } from '#shared/contract/gates.ts'
import { GATE_NAMES } from '#shared/domain/gate.ts'
import type { GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { GateVerdictBadge } from '../../components/gateResults/GateVerdictBadge.tsx'
import { useRunGate } from '../../components/gateResults/useRunGate.ts'
import { RowButton } from '../../components/RowButton.tsx'
import { formatAge } from '../../format/instants.ts'
import classes from './GateCell.module.css'

interface GateCellProps {
  readonly subject: GateSubject & { readonly strategyName: string }
  readonly result: BoardVerdict | null
  readonly onOpen: () => void
}

/** One verdict on the board with its age, and the button that makes a new one. */
export function GateCell({ subject, result, onOpen }: GateCellProps) {
  const { strategyId, strategyName, gateType } = subject
  const runGate = useRunGate()
  const [verb, Icon] = result === null ? (['Run', IconPlayerPlay] as const) : (['Run again', IconRefresh] as const)
  return (
    <span className={classes['cell']}>
      <button type="button" className={classes['verdict']} onClick={onOpen}>
        <GateVerdictBadge result={result} />{' '}
        {result !== null && <span className={classes['age']}>{formatAge(result.timestampMs, Date.now())}</span>}{' '}
        <span className={classes['spoken']}>{`Show the checks of the ${GATE_NAMES[gateType]} of ${strategyName}`}</span>
      </button>
      <RowButton
        disabled={runGate.isPending}
        title={verb}
        aria-label={`${verb}: ${GATE_NAMES[gateType]} of ${strategyName}`}
        onClick={() => runGate.mutate({ strategyId, gateType })}
      >
        {runGate.isPending ? <Loader size={14} /> : <Icon size={14} aria-hidden />}
      </RowButton>
    </span>
  )
}
