import { Group, Text } from '@mantine/core'
import classes from './ChartLegend.module.css'

export interface LegendItem {
  readonly label: string
  /** Already formatted; the value under the crosshair, or the last one. Left out for what is only a mark. */
  readonly value?: string
  /** Left out for a value that no line stands for. */
  readonly swatch?: 'strategy' | 'outOfSample' | 'outOfSampleDrawdown' | 'benchmark' | 'drawdown' | 'entry' | 'exit'
}

/** Names of the lines with the values at one date; the swatches repeat how each line is drawn. */
export function ChartLegend({ date, items }: { readonly date: string; readonly items: readonly LegendItem[] }) {
  return (
    <Group gap="md" className={classes['legend']}>
      <Text size="sm" c="dimmed">
        {date}
      </Text>
      {items.map(({ label, value, swatch }) => (
        <Group key={label} gap={6} wrap="nowrap">
          {swatch !== undefined && <span className={classes['swatch']} data-swatch={swatch} aria-hidden />}
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          {value !== undefined && (
            <Text size="sm" fw={500} className={classes['value']}>
              {value}
            </Text>
          )}
        </Group>
      ))}
    </Group>
  )
}
