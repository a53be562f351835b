import { SegmentedControl, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import type { Bars } from '#shared/domain/dataset.ts'
import { useAddressState } from '../components/addressState.ts'
import { formatCount, formatNumber } from '../format/figures.ts'
import { barTimeFormat, formatDate } from '../format/instants.ts'
import type { DrawSeries } from './ChartCanvas.tsx'
import { ChartFrame } from './ChartFrame.tsx'
import { ChartLegend, type LegendItem } from './ChartLegend.tsx'
import { barAt, type TradeMarkColumns } from './chartPoints.ts'
import { drawPrice } from './drawPrice.ts'
import { PriceTable } from './PriceTable.tsx'
import { MOST_ROWS_DRAWN_WHOLE } from './zoomedRows.ts'

interface PriceChartProps {
  /** Columns of equal length: epoch ms and the close the run saw. */
  readonly time: Float64Array
  readonly close: Float64Array
  /** The same bars with open, high and low; null when they are not known (yet). */
  readonly bars: Bars | null
  readonly trades: TradeMarkColumns
  readonly fileName: string
}

const HEIGHT_PX = 420
const STYLES = ['candles', 'line'] as const

/** The price, as candles where the bars are known, with an arrow where each trade began and a square where it ended. */
export function PriceChart({ time, close, bars, trades, fileName }: PriceChartProps) {
  const address = useAddressState()
  const [hoveredMs, setHoveredMs] = useState<number | null>(null)
  const [isCrowded, setIsCrowded] = useState(false)
  // Candles narrower than a pixel show less than a line does.
  const candles = time.length > MOST_ROWS_DRAWN_WHOLE ? null : bars
  const style = candles === null ? 'line' : address.choice('price', STYLES, 'candles')
  const shownBars = style === 'candles' ? candles : null
  const draw = useCallback<DrawSeries>(
    (chart, palette) => drawPrice(chart, { palette, time, close, bars: shownBars, trades, onCrowded: setIsCrowded }),
    [time, close, shownBars, trades],
  )
  const drawn = useMemo(() => [close], [close])
  const bar = hoveredMs === null ? time.length - 1 : barAt(time, hoveredMs)
  const tradeCount = trades.units.length
  const formatTime = useMemo(() => barTimeFormat(time), [time])

  return (
    <ChartFrame
      summary={`${shownBars === null ? 'Close' : 'Candles'} from ${formatDate(time[0])} to ${formatDate(time.at(-1))} with the entries and exits of ${formatCount(tradeCount)} closed trades.`}
      height={HEIGHT_PX}
      time={time}
      columns={drawn}
      fileName={fileName}
      draw={draw}
      onHover={setHoveredMs}
      legend={
        <ChartLegend
          date={formatTime(time[bar])}
          items={[...priceItems(shownBars, close, bar), { label: 'Entry', swatch: 'entry' }, { label: 'Exit', swatch: 'exit' }]}
        />
      }
      controls={
        <>
          {isCrowded && (
            <Text size="sm" c="dimmed" role="status">
              Zoom in to see the trades
            </Text>
          )}
          {candles !== null && <StyleSwitch value={style} onChange={(price) => address.change({ price })} />}
        </>
      }
      table={<PriceTable time={time} close={close} bars={bars} height={HEIGHT_PX} />}
    />
  )
}

function priceItems(bars: Bars | null, close: Float64Array, bar: number): LegendItem[] {
  const last: LegendItem = { label: 'Close', swatch: 'benchmark', value: formatNumber(close[bar]) }
  if (bars === null) return [last]
  const range = `${formatNumber(bars.low[bar])} – ${formatNumber(bars.high[bar])}`
  return [{ label: 'Open', value: formatNumber(bars.open[bar]) }, { label: 'Range', value: range }, last]
}

interface StyleSwitchProps {
  readonly value: (typeof STYLES)[number]
  readonly onChange: (value: string | null) => void
}

function StyleSwitch({ value, onChange }: StyleSwitchProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Price as"
      data={[
        { label: 'Candles', value: 'candles' },
        { label: 'Line', value: 'line' },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'line' ? 'line' : null)}
    />
  )
}
