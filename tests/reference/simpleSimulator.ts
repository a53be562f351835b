import type { Bars } from '#shared/domain/dataset.ts'
import type { RunSpec } from '#shared/domain/runSpec.ts'
import { DECISIONS, plainAtr, returnsUpTo, type Wish } from './simpleDecisions.ts'

/**
 * A second simulator, written from docs/engine.md alone and sharing no code with the engine: one loop, objects for
 * everything, nothing precomputed. It is slow and is meant to be read.
 */
export interface SimpleFill {
  readonly bar: number
  readonly decisionBar: number
  readonly units: number
  readonly price: number
  readonly commission: number
  readonly reason: string
}

export interface SimpleRun {
  readonly fills: SimpleFill[]
  readonly profits: number[]
  readonly equity: number[]
  ambiguousBars: number
  droppedOrders: number
  ruined: boolean
}

interface Position {
  units: number
  entryBar: number
  averagePrice: number
  /** Commission and borrow cost not yet charged to a trade. */
  costs: number
  stop: number | null
  target: number | null
  trail: number | null
}

interface Order {
  readonly wish: Wish
  readonly decisionBar: number
  /** Units to trade, of a target strategy. */
  readonly resize: number
}

export function simulateSimply(bars: Bars, spec: RunSpec, window: { firstBar: number; lastBar: number }): SimpleRun {
  return new SimpleSimulator(bars, spec).run(window)
}

class SimpleSimulator {
  readonly #bars: Bars
  readonly #spec: RunSpec
  readonly #result: SimpleRun = { fills: [], profits: [], equity: [], ambiguousBars: 0, droppedOrders: 0, ruined: false }
  #cash: number
  #position: Position | null = null
  #order: Order | null = null

  constructor(bars: Bars, spec: RunSpec) {
    this.#bars = bars
    this.#spec = spec
    this.#cash = spec.initial_cash
  }

  run({ firstBar, lastBar }: { firstBar: number; lastBar: number }): SimpleRun {
    const atClose = this.#spec.execution.fill === 'close'
    for (let i = firstBar; i <= lastBar; i++) {
      const close = this.#bars.close[i]!
      if (this.#result.ruined) {
        this.#result.equity.push(0)
        continue
      }
      this.#fillOrder(i, this.#bars.open[i]!)
      if (!atClose) this.#stopByTime(i, this.#bars.open[i]!, i - 1)
      this.#fillBrackets(i)
      if (atClose && this.#equityAt(close) > 0) {
        const wish = DECISIONS[this.#spec.strategy.type]!(this.#bars, i, this.#spec.strategy.parameters)
        const before = this.#result.fills.length + this.#result.droppedOrders
        this.#order = this.#orderFor(wish, i)
        this.#fillOrder(i, close)
        if (this.#result.fills.length + this.#result.droppedOrders === before) this.#stopByTime(i, close, i)
      }
      this.#endBar(i, close)
      if (!atClose && !this.#result.ruined) {
        this.#order = this.#orderFor(DECISIONS[this.#spec.strategy.type]!(this.#bars, i, this.#spec.strategy.parameters), i)
      }
    }
    return this.#result
  }

  #equityAt(price: number): number {
    return this.#cash + (this.#position?.units ?? 0) * price
  }

  #orderFor(wish: Wish, i: number): Order | null {
    if (wish.exposure === undefined) return { wish, decisionBar: i, resize: 0 }
    const { fractional, max_leverage } = this.#spec.execution
    const limit = max_leverage ?? Number.POSITIVE_INFINITY
    const recorded = this.#result.equity.at(-1) ?? this.#spec.initial_cash
    const target = (Math.sign(wish.exposure) * Math.min(Math.abs(wish.exposure), limit) * recorded) / this.#bars.close[i]!
    const resize = (fractional ? target : Math.trunc(target)) - (this.#position?.units ?? 0)
    return Math.abs(resize) > 0.1 ? { wish, decisionBar: i, resize } : null
  }

  #fillOrder(i: number, price: number): void {
    const order = this.#order
    this.#order = null
    if (order === null) return
    if (order.resize === 0) this.#takeSide(order, i, price)
    else this.#resize(order, i, price)
  }

  #takeSide(order: Order, i: number, price: number): void {
    const { enter, leave } = order.wish
    const held = this.#position === null ? 'flat' : this.#position.units > 0 ? 'long' : 'short'
    if (held !== 'flat' && (leave === held || (enter !== undefined && enter !== held))) this.#close(i, price, { order, reason: 'signal' })
    if ((enter === 'long' || enter === 'short') && enter !== held) this.#open(order, i, price)
  }

  #resize(order: Order, i: number, price: number): void {
    const { max_participation: share, fractional } = this.#spec.execution
    const cap = share == null ? Number.POSITIVE_INFINITY : share * this.#bars.volume[i]!
    const size = Math.min(Math.abs(order.resize), fractional ? cap : Math.floor(cap))
    if (size < Math.abs(order.resize)) this.#result.droppedOrders++
    if (size === 0) return
    const side = Math.sign(order.resize)
    this.#trade(side * size, this.#slipped(price, side), { bar: i, decisionBar: order.decisionBar, reason: 'signal' })
  }

  #stopByTime(i: number, price: number, decisionBar: number): void {
    const { time_stop } = this.#spec.execution
    if (time_stop == null || this.#position === null || i < this.#position.entryBar + time_stop) return
    this.#close(i, price, { order: { wish: {}, decisionBar, resize: 0 }, reason: 'time_stop' })
  }

  #close(i: number, price: number, { order, reason }: { order: Order; reason: string }): void {
    const units = this.#position!.units
    this.#trade(-units, this.#slipped(price, -Math.sign(units)), { bar: i, decisionBar: order.decisionBar, reason })
  }

  #open({ wish, decisionBar }: Order, i: number, price: number): void {
    const { execution } = this.#spec
    const side = wish.enter === 'long' ? 1 : -1
    const paid = this.#slipped(price, side)
    const wanted = this.#size(paid, decisionBar)
    const cap = execution.max_participation == null ? Number.POSITIVE_INFINITY : execution.max_participation * this.#bars.volume[i]!
    const units = Math.min(wanted, execution.fractional ? cap : Math.floor(cap))
    if (units < wanted || !(units > 0)) this.#result.droppedOrders++
    if (!(units > 0)) return
    this.#trade(side * units, paid, { bar: i, decisionBar, reason: 'signal' })
    const reference = execution.bracket_reference === 'fill' ? paid : this.#bars.close[decisionBar]!
    const level = (fraction: number | null | undefined, sign: number) =>
      fraction == null ? null : reference * (1 + sign * side * fraction)
    const position = this.#position!
    position.stop = level(execution.stop_loss, -1)
    position.target = level(execution.take_profit, 1)
    position.trail = level(execution.trailing_stop, -1)
  }

  #size(price: number, decisionBar: number): number {
    const { sizing, fractional, max_leverage } = this.#spec.execution
    const cash = this.#cash
    const round = (units: number) => (fractional ? units : Math.floor(units))
    const wanted = () => {
      switch (sizing.type) {
        case 'all_in':
          return this.#affordable(cash, price)
        case 'fraction':
          return this.#affordable(cash * sizing.of_equity, price)
        case 'fixed_units':
          return round(sizing.units)
        case 'vol_target': {
          if (decisionBar < sizing.lookback) return 0
          const returns = returnsUpTo(this.#bars, decisionBar, sizing.lookback)
          const mean = returns.reduce((sum, r) => sum + r, 0) / returns.length
          const sigma = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / returns.length)
          return round((cash * sizing.annual) / (sigma * Math.sqrt(this.#spec.periods_per_year)) / price)
        }
        case 'risk_per_trade': {
          if (decisionBar < sizing.atr_period) return 0
          return round((cash * sizing.fraction) / (plainAtr(this.#bars, decisionBar, sizing.atr_period) * sizing.atr_multiple))
        }
      }
    }
    return max_leverage === null ? wanted() : Math.min(wanted(), this.#affordable(cash * max_leverage, price))
  }

  #affordable(budget: number, price: number): number {
    const { cost_model: cost, execution } = this.#spec
    const money = execution.fractional ? budget : budget * (1 - 2 ** -52)
    const rate = cost.type === 'percentage' ? cost.percentage : 0
    const perUnit = cost.type === 'fixed_per_share' ? cost.cost_per_share : 0
    const minimum = cost.type === 'zero' ? 0 : cost.minimum_commission
    let units = money / (price * (1 + rate) + perUnit)
    if (units * (price * rate + perUnit) < minimum) units = (money - minimum) / price
    return execution.fractional ? units : Math.floor(units)
  }

  #slipped(price: number, side: number): number {
    const { slippage_bps, spread_bps } = this.#spec.execution
    return price * (1 + (side * (slippage_bps + spread_bps / 2)) / 10_000)
  }

  #commission(units: number, price: number): number {
    const cost = this.#spec.cost_model
    if (cost.type === 'zero') return 0
    const rated = cost.type === 'percentage' ? Math.abs(units) * price * cost.percentage : Math.abs(units) * cost.cost_per_share
    return Math.max(rated, cost.minimum_commission)
  }

  /** Any fill. Average cost; a fill through zero is split into an exit and an entry that share its commission by units. */
  #trade(units: number, price: number, occasion: { bar: number; decisionBar: number; reason: string }): void {
    const commission = this.#commission(units, price)
    this.#result.fills.push({ ...occasion, units, price, commission })
    this.#cash -= units * price + commission
    const held = this.#position?.units ?? 0
    const closed = held * units < 0 ? Math.min(Math.abs(held), Math.abs(units)) : 0
    if (closed > 0) {
      const position = this.#position!
      const share = closed / Math.abs(held)
      const costs = position.costs * share + (commission * closed) / Math.abs(units)
      this.#result.profits.push(Math.sign(held) * closed * (price - position.averagePrice) - costs)
      position.costs -= position.costs * share
      position.units += Math.sign(units) * closed
      if (share === 1) this.#position = null
    }
    const added = Math.abs(units) - closed
    if (added > 0) this.#add(Math.sign(units) * added, price, { bar: occasion.bar, costs: (commission * added) / Math.abs(units) })
  }

  #add(units: number, price: number, { bar, costs }: { bar: number; costs: number }): void {
    const position = this.#position
    if (position === null) {
      this.#position = { units, entryBar: bar, averagePrice: price, costs, stop: null, target: null, trail: null }
      return
    }
    position.averagePrice = (position.averagePrice * position.units + price * units) / (position.units + units)
    position.units += units
    position.costs += costs
  }

  /** Stop, trailing stop and target; then the trailing stop follows the bar. */
  #fillBrackets(i: number): void {
    const position = this.#position
    if (position === null) return
    const [open, high, low] = [this.#bars.open[i]!, this.#bars.high[i]!, this.#bars.low[i]!]
    const side = Math.sign(position.units)
    const [worst, best] = side > 0 ? [low, high] : [high, low]
    const stops = [position.stop, position.trail].filter((level) => level !== null)
    const stop = stops.length === 0 ? null : side > 0 ? Math.max(...stops) : Math.min(...stops)
    const isStopped = stop !== null && side * worst <= side * stop
    const isReached = position.target !== null && side * best >= side * position.target
    if (isStopped && isReached) this.#result.ambiguousBars++
    if (isStopped) {
      const price = side > 0 ? Math.min(open, stop) : Math.max(open, stop)
      const reason = stop === position.stop ? 'stop' : 'trailing_stop'
      this.#trade(-position.units, this.#slipped(price, -side), { bar: i, decisionBar: i, reason })
    } else if (isReached) {
      const target = position.target!
      this.#trade(-position.units, side > 0 ? Math.max(open, target) : Math.min(open, target), { bar: i, decisionBar: i, reason: 'target' })
    } else if (position.trail !== null) {
      const level = best * (1 - side * this.#spec.execution.trailing_stop!)
      position.trail = side > 0 ? Math.max(position.trail, level) : Math.min(position.trail, level)
    }
  }

  #endBar(i: number, close: number): void {
    const { borrow_rate, maintenance_margin } = this.#spec.execution
    const units = this.#position?.units ?? 0
    const charge = units < 0 ? (-units * close * (borrow_rate ?? 0)) / this.#spec.periods_per_year : 0
    const equity = this.#equityAt(close) - charge
    if (equity <= (maintenance_margin ?? 0) * Math.abs(units * close)) {
      const isRuin = this.#equityAt(close) <= 0
      const price = isRuin ? close : this.#slipped(close, -Math.sign(units))
      if (units !== 0) this.#trade(-units, price, { bar: i, decisionBar: i, reason: isRuin ? 'ruin' : 'margin_call' })
    } else {
      this.#cash -= charge
      if (this.#position !== null) this.#position.costs += charge
    }
    this.#result.ruined = this.#equityAt(close) <= 0
    this.#result.equity.push(this.#result.ruined ? 0 : this.#equityAt(close))
  }
}
