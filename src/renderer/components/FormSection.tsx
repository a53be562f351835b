import { Fieldset } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './FormSection.module.css'

/** Inputs that belong together, under a quiet heading. */
export function FormSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Fieldset variant="unstyled" legend={title} classNames={{ legend: classes['legend'] ?? '' }}>
      {children}
    </Fieldset>
  )
}
