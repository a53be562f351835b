/** Stop and target of an open position, as prices; a missing one is a price no bar can touch. */
export interface Bracket {
  readonly side: 1 | -1
  readonly stop: number
  readonly target: number
}

/** A bracket order that filled within a bar. */
export interface BracketHit {
  readonly reason: 'stop' | 'target'
  /** Before slippage. */
  readonly price: number
  /** Both prices lay within the bar: which came first is unknown, and the stop is taken. */
  readonly isAmbiguous: boolean
}

export interface BracketRules {
  readonly stop_loss: number | null
  readonly take_profit: number | null
}

/** Prices of the bracket around a reference price; the rules are fractions of that price. */
export function makeBracket(reference: number, side: 1 | -1, { stop_loss, take_profit }: BracketRules): Bracket {
  const never = side * Number.POSITIVE_INFINITY
  return {
    side,
    stop: stop_loss === null ? -never : reference * (1 - side * stop_loss),
    target: take_profit === null ? never : reference * (1 + side * take_profit),
  }
}

/**
 * Whether a bar touches the bracket, and at which price it fills: a bar that opens beyond the stop fills at its open,
 * which is worse than the stop; one that opens beyond the target fills at its open, which is better.
 */
export function findBracketHit({ side, stop, target }: Bracket, bar: { open: number; high: number; low: number }): BracketHit | null {
  const isLong = side === 1
  const isStopped = isLong ? bar.low <= stop : bar.high >= stop
  const isReached = isLong ? bar.high >= target : bar.low <= target
  if (isStopped) return { reason: 'stop', price: isLong ? Math.min(bar.open, stop) : Math.max(bar.open, stop), isAmbiguous: isReached }
  if (isReached) return { reason: 'target', price: isLong ? Math.max(bar.open, target) : Math.min(bar.open, target), isAmbiguous: false }
  return null
}
