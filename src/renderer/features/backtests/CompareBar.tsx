import { Affix, Button, CloseButton, Group, Paper, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { MOST_COMPARED } from '#shared/domain/comparison.ts'
import { useShortcut } from '../../components/shortcuts.tsx'

interface CompareBarProps {
  readonly ids: ReadonlySet<string>
  readonly onClear: () => void
}

/** What can be done with the ticked runs. It floats, so that ticking moves no row from under the pointer. */
export function CompareBar({ ids, onClear }: CompareBarProps) {
  const navigate = useNavigate()
  const canCompare = ids.size > 1
  const compare = () => void navigate(`/compare?runs=${[...ids].join(',')}`)
  useShortcut({ key: 'C', label: 'Compare selected runs', isEnabled: canCompare, run: compare })
  if (ids.size === 0) return null
  return (
    <Affix position={{ bottom: 44, left: '50%' }} style={{ transform: 'translateX(-50%)' }}>
      <Paper withBorder shadow="md" role="region" aria-label="Selected runs">
        <Group gap="sm" wrap="nowrap">
          <Button size="xs" disabled={!canCompare} leftSection={<IconArrowsDiff size={16} aria-hidden />} onClick={compare}>
            Compare {ids.size}
          </Button>
          {!canCompare && <Text size="sm">Tick another run to compare.</Text>}
          {ids.size === MOST_COMPARED && <Text size="sm">That is as many as a comparison takes.</Text>}
          <CloseButton size="sm" aria-label="Clear the selection" onClick={onClear} />
        </Group>
      </Paper>
    </Affix>
  )
}
