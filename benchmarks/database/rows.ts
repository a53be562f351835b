import { type EncodedArtifact, encodeArtifact } from '#core/repositories/backtestCompletion.ts'
import { newId } from '#core/services/newId.ts'
import type { Strategy } from '#shared/domain/strategy.ts'
import { DAY_MS, NEW_YEAR_2024_MS } from '../../tests/builders/ids.ts'
import { makeStrategy } from '../../tests/builders/strategies.ts'

const BARS = 2520
const TRADES = 200

/** A strategy with texts of everyday length. */
export function makeBenchStrategy(): Strategy {
  const name = `Trend ${Math.floor(Math.random() * 1e6)}`
  return makeStrategy({ id: newId(), name, createdAtMs: Date.now(), updatedAtMs: Date.now(), tags: ['trend', 'daily'] })
}

/** The artifacts of a run of 2,520 bars and 200 trades over a random walk of its own: no two runs share their bytes. */
export function makeArtifacts(): EncodedArtifact[] {
  const close = randomWalk()
  const bars = Float64Array.from({ length: BARS }, (_, bar) => bar)
  const time = bars.map((bar) => NEW_YEAR_2024_MS - (BARS - bar) * DAY_MS)
  const holding = Math.floor(BARS / TRADES)
  const units = bars.map((bar) => (bar % holding < holding / 2 ? 100 : 0))
  const cash = bars.slice()
  for (let bar = 0, money = 100_000; bar < BARS; bar += 1) {
    const bought = (units[bar] as number) - (bar === 0 ? 0 : (units[bar - 1] as number))
    money -= bought * (close[bar] as number) * (1 + 0.0005 * Math.sign(bought))
    cash[bar] = money
  }
  const equity = cash.map((money, bar) => money + (units[bar] as number) * (close[bar] as number))
  const at = (trade: number) => trade * holding
  const column = (cellOf: (trade: number) => number) => Float64Array.from({ length: TRADES }, (_, trade) => cellOf(trade))
  const exit = (trade: number) => at(trade) + holding / 2
  const priceAt = (bar: number) => close[Math.floor(bar)] as number
  const trades = {
    entryBar: column(at),
    exitBar: column(exit),
    entryTime: column((trade) => time[at(trade)] as number),
    exitTime: column((trade) => time[Math.floor(exit(trade))] as number),
    units: column(() => 100),
    entryPrice: column((trade) => priceAt(at(trade))),
    exitPrice: column((trade) => priceAt(exit(trade))),
    pnl: column((trade) => 100 * (priceAt(exit(trade)) - priceAt(at(trade)))),
    commission: column((trade) => 0.05 * priceAt(at(trade))),
    exitReason: column(() => 0),
  }
  const fills = { bar: column(at), time: trades.entryTime, units: trades.units, price: trades.entryPrice, commission: trades.commission }
  return [
    encodeArtifact('positions', { time, close, cash, units, equity }),
    encodeArtifact('trades', trades),
    encodeArtifact('fills', fills),
  ]
}

/** Prices to the cent, as exchanges quote them; 1 % a day. */
function randomWalk(): Float64Array {
  let price = 100
  return Float64Array.from({ length: BARS }, () => {
    price *= 1 + (Math.random() - 0.5) * 0.035
    return Math.round(price * 100) / 100
  })
}
