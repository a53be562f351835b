import { Textarea } from '@mantine/core'

interface GoalFieldProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (goal: string) => void
}

/** The goal of a strategy in a person's own words. */
export function GoalField({ value, error, onChange }: GoalFieldProps) {
  return (
    <Textarea
      label="Goal"
      description="Say in your own words what the strategy should do."
      placeholder="Follow the trend of the S&P 500 and stay out of long declines"
      autosize
      minRows={2}
      data-autofocus
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
