import { AppError } from '#shared/domain/appError.ts'
import type { DatasetKind } from '#shared/domain/dataset.ts'
import type { ParameterDescriptor, StrategyDescriptor, StrategyType } from '#shared/domain/strategyType.ts'
import { breakout } from './breakout.ts'
import { carry } from './carry.ts'
import { marketNeutral } from './marketNeutral.ts'
import { meanReversion } from './meanReversion.ts'
import { mlClassifier } from './mlClassifier.ts'
import { pairsTrading } from './pairsTrading.ts'
import { rules } from './rules.ts'
import { statArb } from './statArb.ts'
import type { PanelFamily, StrategyFamily } from './strategyFamily.ts'
import { trendFollowing } from './trendFollowing.ts'
import { tsMomentum } from './tsMomentum.ts'
import { volatilityTrading } from './volatilityTrading.ts'

/** The families that run on one instrument. */
export const STRATEGIES = {
  trend_following: trendFollowing,
  mean_reversion: meanReversion,
  breakout,
  ts_momentum: tsMomentum,
  volatility_trading: volatilityTrading,
  ml_classifier: mlClassifier,
  rules,
} as const satisfies Readonly<Partial<Record<StrategyType, StrategyFamily>>>

/** The families that run on a panel of instruments. */
export const PANEL_STRATEGIES = {
  pairs_trading: pairsTrading,
  stat_arb: statArb,
  market_neutral: marketNeutral,
  carry,
} as const satisfies Readonly<Partial<Record<StrategyType, PanelFamily>>>

const FAMILIES: Readonly<Partial<Record<StrategyType, StrategyFamily | PanelFamily>>> = { ...STRATEGIES, ...PANEL_STRATEGIES }

/**
 * The family of a type, whatever it runs on.
 * @throws AppError `invalid_input` naming the families there are: a type the domain can name and nothing can run.
 */
export function anyFamily(type: StrategyType): StrategyFamily | PanelFamily {
  const family = FAMILIES[type]
  if (family) return family
  const available = Object.keys(FAMILIES).join(', ')
  throw new AppError('invalid_input', `strategy.type: ${type} cannot be run; choose one of ${available}`, {
    details: { field: 'strategy.type', value: type },
  })
}

/**
 * The family of a type that runs on one instrument.
 * @throws AppError `invalid_input` for a family that needs a panel.
 */
export function strategyFamily(type: StrategyType): StrategyFamily {
  const family = anyFamily(type)
  if (family.kind !== 'panel') return family
  throw new AppError(
    'invalid_input',
    `strategy.type: ${type} needs a panel of several instruments, and these data hold one; import a file with a symbol column and several symbols, or choose one of ${Object.keys(STRATEGIES).join(', ')}`,
    { details: { field: 'strategy.type', value: type } },
  )
}

/**
 * The family of a type that runs on a panel.
 * @throws AppError `invalid_input` for a family that runs on one instrument.
 */
export function panelFamily(type: StrategyType): PanelFamily {
  const family = anyFamily(type)
  if (family.kind === 'panel') return family
  throw new AppError(
    'invalid_input',
    `strategy.type: ${type} runs on one instrument, and these data are a panel of several; give it data of one symbol`,
    {
      details: { field: 'strategy.type', value: type },
    },
  )
}

/** @throws AppError `invalid_input` when a type cannot be run on this kind of data. */
export function requireDataKind(type: StrategyType, kind: DatasetKind): void {
  if (kind === 'panel') panelFamily(type)
  else strategyFamily(type)
}

/** What a parameter of a family is, one whose name the user has chosen included; null when there is none of that name. */
export function parameterDescriptor(type: StrategyType, name: string): ParameterDescriptor | null {
  const { descriptor, userParameter } = anyFamily(type)
  return descriptor.parameters.find((parameter) => parameter.name === name) ?? userParameter?.(name) ?? null
}

/** Descriptors of all families, in the order forms show them. */
export function describeStrategies(): StrategyDescriptor[] {
  return Object.values(FAMILIES).map((family) => family.descriptor)
}
