import { AppError } from '#shared/domain/appError.ts'
import type { StrategyDescriptor, StrategyType } from '#shared/domain/strategyType.ts'
import { breakout } from './breakout.ts'
import { meanReversion } from './meanReversion.ts'
import type { StrategyFamily } from './strategyFamily.ts'
import { trendFollowing } from './trendFollowing.ts'
import { tsMomentum } from './tsMomentum.ts'

/** Every family that can run. A type that is named in the domain but missing here is refused, never imitated. */
export const STRATEGIES: Readonly<Partial<Record<StrategyType, StrategyFamily>>> = {
  trend_following: trendFollowing,
  mean_reversion: meanReversion,
  breakout,
  ts_momentum: tsMomentum,
}

/** @throws AppError `invalid_input` naming the families that can run. */
export function strategyFamily(type: StrategyType): StrategyFamily {
  const family = STRATEGIES[type]
  if (family) return family
  const available = Object.keys(STRATEGIES).join(', ')
  throw new AppError('invalid_input', `strategy.type: ${type} cannot be run yet; choose one of ${available}`, {
    details: { field: 'strategy.type', value: type },
  })
}

/** Descriptors of the families that can run, in the order forms show them. */
export function describeStrategies(): StrategyDescriptor[] {
  return Object.values(STRATEGIES).map((family) => family.descriptor)
}
