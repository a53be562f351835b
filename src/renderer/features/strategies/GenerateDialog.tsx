import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { GenerateRequest, RiskPreference, Strategy } from '#shared/domain/strategy.ts'
import { useApi } from '../../api/ApiProvider.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { fieldErrorOf } from '../../components/fieldError.ts'
import { GoalField } from '../../components/GoalField.tsx'
import { CandidateList } from './CandidateList.tsx'

interface GenerateDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onKept: (strategies: readonly Strategy[]) => void
}

/** From a goal in words to candidates, each with its reason; nothing is stored until one is kept. */
export function GenerateDialog({ isOpen, onClose, onKept }: GenerateDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Generate strategies from a goal" size="lg">
      <GenerateForm onKept={onKept} />
    </Modal>
  )
}

const RISKS: readonly { value: RiskPreference; label: string }[] = [
  { value: 'conservative', label: 'Conservative' },
  { value: 'moderate', label: 'Moderate' },
  { value: 'aggressive', label: 'Aggressive' },
]

function GenerateForm({ onKept }: Pick<GenerateDialogProps, 'onKept'>) {
  const api = useApi()
  const [request, setRequest] = useState<GenerateRequest>({ goal: '', riskPreference: 'moderate', maxStrategies: 5 })
  const generate = useMutation(api.strategies.generate.mutationOptions())
  const goalError = fieldErrorOf(generate.error, 'goal')

  return (
    <Stack gap="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          generate.mutate(request)
        }}
      >
        <Stack gap="sm">
          <GoalField value={request.goal} error={goalError} onChange={(goal) => setRequest({ ...request, goal })} />
          <Group align="flex-end" justify="space-between">
            <Stack gap={4}>
              <Text size="sm" fw={500} id="risk-label">
                Risk
              </Text>
              <SegmentedControl
                aria-labelledby="risk-label"
                data={[...RISKS]}
                value={request.riskPreference}
                onChange={(riskPreference) => setRequest({ ...request, riskPreference })}
              />
            </Stack>
            <Group align="flex-end" gap="sm">
              <NumberInput
                label="Candidates"
                w={110}
                min={1}
                max={20}
                clampBehavior="strict"
                value={request.maxStrategies}
                onChange={(count) => setRequest({ ...request, maxStrategies: Number(count) || 1 })}
              />
              <Button type="submit" variant={generate.data === undefined ? 'filled' : 'default'} loading={generate.isPending}>
                {generate.data === undefined ? 'Generate' : 'Generate again'}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
      {generate.error !== null && goalError === undefined && <ErrorNotice error={generate.error} />}
      {generate.data !== undefined && <CandidateList key={generate.submittedAt} candidates={generate.data} onKept={onKept} />}
    </Stack>
  )
}
