import { Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** One fact of a description list: a quiet label over its value. Place it inside a `dl`. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0}>
        {children}
      </Text>
    </div>
  )
}
