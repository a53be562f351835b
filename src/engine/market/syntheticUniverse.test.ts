import { describe, expect, it } from 'vitest'
import { hashPanel } from '../panel/hashPanel.ts'
import { rollingHedge } from '../panel/rollingHedge.ts'
import { findBarProblem } from './findBarProblem.ts'
import { DEFAULT_UNIVERSE, makeSyntheticUniverse } from './syntheticUniverse.ts'

const panel = makeSyntheticUniverse(DEFAULT_UNIVERSE)
const { time, instruments } = panel
const barsOf = (symbol: string) => {
  const { close } = instruments.find((each) => each.symbol === symbol)!
  return [...close.keys()].filter((bar) => !Number.isNaN(close[bar]))
}

describe('the default universe', () => {
  it('is the same wherever it is made, and another for another seed', () => {
    expect(hashPanel(panel)).toBe('32ac8cf0b88a08ed1362487104cebc1ed0a34d80c43943c4f24d66538ce054ca')
    expect(hashPanel(makeSyntheticUniverse({ ...DEFAULT_UNIVERSE, seed: 43 }))).not.toBe(hashPanel(panel))
  })

  it('calls every symbol synthetic', () => {
    expect(instruments.map(({ symbol }) => symbol)).toEqual(
      Array.from({ length: 12 }, (_, k) => `SYNTHETIC${String(k + 1).padStart(2, '0')}`),
    )
  })

  it('holds weekdays and possible bars only', () => {
    expect(time.every((instant) => [1, 2, 3, 4, 5].includes(new Date(instant).getUTCDay()))).toBe(true)
    for (const { symbol, open, high, low, close, volume } of instruments) {
      for (const bar of barsOf(symbol)) {
        const values = { open: open[bar]!, high: high[bar]!, low: low[bar]!, close: close[bar]!, volume: volume[bar]! }
        expect(findBarProblem(values)).toBeNull()
      }
    }
  })

  it('has a symbol that starts late, one that ends early, and missing bars', () => {
    const count = time.length
    expect(barsOf('SYNTHETIC12')[0]).toBeGreaterThanOrEqual(Math.floor(count / 4))
    expect(barsOf('SYNTHETIC10').at(-1)).toBeLessThan((count * 3) / 4)
    expect(barsOf('SYNTHETIC01').length).toBeLessThan(count)
    expect(barsOf('SYNTHETIC01').length).toBeGreaterThan(count * 0.99)
  })

  it('its pairs are cointegrated: the spread of a pair stays, that of strangers wanders off', () => {
    const spreadRange = (a: number, b: number) => {
      const spreads = Array.from(instruments[a]!.close, (price, bar) => Math.log(price / instruments[b]!.close[bar]!))
      const known = spreads.filter((spread) => !Number.isNaN(spread))
      return Math.max(...known) - Math.min(...known)
    }
    for (const first of [0, 2, 4]) {
      expect(spreadRange(first, first + 1)).toBeLessThan(0.25)
      expect(spreadRange(first, first + 2)).toBeGreaterThan(0.4)
    }
    const { hedgeRatio } = rollingHedge(instruments[0]!.close, instruments[1]!.close, 500)
    expect(Math.abs(hedgeRatio.findLast((ratio) => !Number.isNaN(ratio))! - 1)).toBeLessThan(0.2)
  })
})
