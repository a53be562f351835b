import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNamePage } from './pageName.tsx'

interface PageHeaderProps {
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  /** Buttons of the page, the primary one last. */
  readonly actions?: ReactNode
}

/** The one h1 of a page with its actions; a title in plain words also names the page elsewhere. */
export function PageHeader({ title, subtitle, actions }: PageHeaderProps) {
  useNamePage(typeof title === 'string' ? title : null)
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="md">
      <Stack gap={2} miw={0} flex="1 1 20rem">
        <Title order={1}>{title}</Title>
        {subtitle !== undefined && (
          <Text component="div" c="dimmed" size="sm">
            {subtitle}
          </Text>
        )}
      </Stack>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  )
}
