import { describe, expect, it } from 'vitest'
import { readFixture, runOnSp500, worstDifference } from './sp500.ts'

const MONEY_TOLERANCE = 1e-9

/** The settings of the older engine: it sized by the volatility of one bar and filled at the signal's own close, without a limit on leverage. */
const OLDER_EXECUTION = { fill: 'close', fractional: true, max_leverage: null }

function readRows(path: string): string[][] {
  const [, ...lines] = readFixture(path).trim().split('\n')
  return lines.map((line) => line.split(','))
}

/**
 * Equity at every bar's close. The older file holds a point before the first bar, then a point for every fill and one for
 * every bar, all stamped with the time of the last fill: the bar's own point is the one after those of its fills.
 */
function equityByBar(path: string, fillBars: Float64Array, barCount: number): number[] {
  const points = readRows(path).map((row) => Number(row[1]))
  const equity: number[] = []
  let fills = 0
  for (let bar = 0; bar < barCount; bar++) {
    while (fillBars[fills] === bar) fills++
    equity.push(points[1 + bar + fills]!)
  }
  return equity
}

describe.each([
  { folder: 'aurelius', fillCount: 559 },
  { folder: 'aurelius/annualised', fillCount: 4340 },
])('$folder, computed by the older engine', ({ folder, fillCount }) => {
  const specFile = JSON.parse(readFixture(`${folder}/spec.json`))
  const result = runOnSp500({ ...specFile, strategy: { ...specFile.strategy, annualize_vol: false }, execution: OLDER_EXECUTION })
  const { fills, positions } = result.ledger
  const rows = readRows(`${folder}/trades.csv`)
  const sides = Array.from(fills.units, (units) => (units > 0 ? 'Buy' : 'Sell'))

  it('makes the same fills', () => {
    expect(rows).toHaveLength(fillCount)
    expect(Array.from(fills.time)).toEqual(rows.map((row) => Number(row[0]) * 1000))
    expect(sides).toEqual(rows.map((row) => row[2]))
    expect(Array.from(fills.price)).toEqual(rows.map((row) => Number(row[4])))
  })

  it('trades the same quantities at the same commission', () => {
    const quantities = fills.units.map(Math.abs)
    expect(
      worstDifference(
        quantities,
        rows.map((row) => Number(row[3])),
      ),
    ).toBeLessThan(MONEY_TOLERANCE)
    expect(
      worstDifference(
        fills.commission,
        rows.map((row) => Number(row[5])),
      ),
    ).toBeLessThan(MONEY_TOLERANCE)
  })

  it('has the same equity at every bar', () => {
    const expected = equityByBar(`${folder}/equity_curve.csv`, fills.bar, positions.time.length)
    expect(worstDifference(positions.equity, expected)).toBeLessThan(MONEY_TOLERANCE)
  })

  it('ends with the same equity and commission', () => {
    const stats = JSON.parse(readFixture(`${folder}/stats.json`))
    const { final_equity, total_commission } = result.metrics.values
    expect(worstDifference([final_equity!, total_commission!], [stats.final_equity, stats.total_commission])).toBeLessThan(MONEY_TOLERANCE)
  })

  it('takes its symbol from the strategy', () => {
    expect(result.symbol).toBe('SPX')
  })
})
