import { Group, Paper, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface PanelProps {
  readonly title: string
  /** Links or small buttons beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A titled surface: the sections pages are made of. */
export function Panel({ title, actions, children }: PanelProps) {
  const titleId = useId()
  return (
    <Paper component="section" aria-labelledby={titleId}>
      <Group justify="space-between" mb="sm">
        <Title order={2} id={titleId}>
          {title}
        </Title>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Paper>
  )
}
