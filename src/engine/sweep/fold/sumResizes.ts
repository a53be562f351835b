import { COMMISSION, GAINED, LOST, TRADED, TRADES, WINS } from '../../metrics/runSums.ts'
import type { Resizes } from './resizes.ts'

/**
 * Adds the sums of fills and of the trades they close, at average cost (see account.ts). A fill that crosses zero closes
 * the position and opens another; one that does not either adds to it or cuts it.
 */
export function sumResizes({ orders, prices, commissions, units, count }: Resizes, sums: Float64Array): void {
  let averagePrice = 0
  let carriedCost = 0
  let paid = 0
  let traded = 0
  let trades = 0
  let wins = 0
  let gained = 0
  let lost = 0
  for (let k = 1; k < count; k++) {
    const held = units[k - 1]!
    const order = orders[k]!
    const price = prices[k]!
    const commission = commissions[k]!
    const size = Math.abs(order)
    paid += commission
    traded += Math.abs(order * price)
    const reduced = held * order < 0 ? Math.min(Math.abs(held), size) : 0
    if (reduced > 0) {
      const entryCost = (carriedCost * reduced) / Math.abs(held)
      const closed = order > 0 ? -reduced : reduced
      const profit = closed * (price - averagePrice) - (entryCost + (commission * reduced) / size)
      carriedCost -= entryCost
      trades++
      if (profit > 0) wins++
      gained += 0.5 * (profit + Math.abs(profit))
      lost -= 0.5 * (profit - Math.abs(profit))
    }
    if (size === reduced) continue
    const share = (commission * (size - reduced)) / size
    const added = order > 0 ? size - reduced : reduced - size
    const kept = reduced > 0 ? 0 : held
    averagePrice = kept === 0 ? price : (averagePrice * kept + price * added) / (kept + added)
    carriedCost = kept === 0 ? share : carriedCost + share
  }
  sums[COMMISSION] = paid
  sums[TRADED] = traded
  sums[TRADES] = trades
  sums[WINS] = wins
  sums[GAINED] = gained
  sums[LOST] = lost
}
