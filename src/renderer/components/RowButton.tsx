import type { ComponentProps } from 'react'
import classes from './RowButton.module.css'

interface RowButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'className'> {
  /** An icon says nothing to screen readers. */
  readonly 'aria-label': string
}

/** A small icon button where there is one in every row or column: a plain element, because they are many. */
export function RowButton(props: RowButtonProps) {
  return <button type="button" className={classes['button']} {...props} />
}
