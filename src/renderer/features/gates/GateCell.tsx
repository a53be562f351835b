import { ActionIcon, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { GateResult } from '#shared/domain/gate.ts'
import type { GateSubject } from '../../components/gateResults/GateResultDrawer.tsx'
import { GateVerdictBadge } from '../../components/gateResults/GateVerdictBadge.tsx'
import { GATE_NAMES } from '../../components/gateResults/gateNames.ts'
import { useRunGate } from '../../components/gateResults/useRunGate.ts'
import { formatAge } from '../../format/instants.ts'
import classes from './GateCell.module.css'

interface GateCellProps {
  readonly subject: GateSubject & { readonly strategyName: string }
  readonly result: GateResult | null
  readonly onOpen: () => void
}

/** One verdict on the board with its age, and the button that makes a new one. */
export function GateCell({ subject, result, onOpen }: GateCellProps) {
  const { strategyId, strategyName, gateType } = subject
  const runGate = useRunGate()
  const verb = result === null ? 'Run' : 'Run again'
  return (
    <span className={classes['cell']}>
      <UnstyledButton className={classes['verdict']} onClick={onOpen}>
        <GateVerdictBadge result={result} />{' '}
        {result !== null && (
          <Text component="span" size="xs" c="dimmed">
            {formatAge(result.timestampMs, Date.now())}
          </Text>
        )}{' '}
        <VisuallyHidden>{`Show the checks of the ${GATE_NAMES[gateType]} of ${strategyName}`}</VisuallyHidden>
      </UnstyledButton>
      <ActionIcon
        size="sm"
        variant="subtle"
        loading={runGate.isPending}
        title={verb}
        aria-label={`${verb}: ${GATE_NAMES[gateType]} of ${strategyName}`}
        onClick={() => runGate.mutate({ strategyId, gateType })}
      >
        {result === null ? <IconPlayerPlay size={14} aria-hidden /> : <IconRefresh size={14} aria-hidden />}
      </ActionIcon>
    </span>
  )
}
