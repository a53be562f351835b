import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  /** One sentence: what is not here yet and why that is fine. */
  readonly message: string
  /** The one button that changes it. */
  readonly action?: ReactNode
}

/** What stands where there is nothing yet: one sentence and one button. */
export function EmptyState({ message, action }: EmptyStateProps) {
  return (
    <Stack align="center" justify="center" gap="md" py={48} px="md">
      <Text c="dimmed" ta="center" maw={440} style={{ textWrap: 'balance' }}>
        {message}
      </Text>
      {action}
    </Stack>
  )
}
