import { z } from 'zod'
import { gateTypeSchema, gateVerdictSchema } from './gate.ts'
import { hashSchema, idSchema, instantMsSchema } from './primitives.ts'

const fraction = z.number().min(0).max(1)
const count = z.int().min(0)
const repetitions = z.int().min(1).max(10_000)
const tolerance = z.number().min(0)

/** Thresholds of the dev gate: is the run what it says it is? */
const devPolicySchema = z.strictObject({
  /** D1: how many times the run is repeated. */
  replays: z.int().min(1).max(100),
  /** D8: at how many places the data are cut to see whether the past changes. */
  truncations: repetitions,
  /** D9: at how many places the bars after it are changed. */
  perturbations: repetitions,
  /** D5: largest difference between stored and recomputed metrics, relative above 1 and absolute below. */
  metricTolerance: tolerance,
  /** D6: largest accounting residual, in money. */
  accountingTolerance: tolerance,
  /** D10: largest difference between target exposures with a longer and a shorter warm-up; signals must be equal. */
  warmUpTolerance: tolerance,
  /** D11: most trading days missing in gaps longer than a closure, as a fraction of all trading days. */
  maxGapFraction: fraction,
  /** D17: least share of the bars in the requested range that the run must use. */
  minRangeUsed: fraction,
})

/** Thresholds of the CRV gate: is the verdict on risk and return right? Fractions, not percent; Sharpe ratios are annual. */
const crvPolicySchema = z.strictObject({
  /** C2: confidence at which the out-of-sample record must be long enough. */
  trackRecordConfidence: z.number().gt(0.5).lt(1),
  /** C3: annual Sharpe ratio that the trials must not be able to reach by luck within the history. */
  minBacktestSharpe: z.number().gt(0),
  minTrades: count,
  minTradesPerFold: count,
  minPsr: fraction,
  /** C7: below `minDsr` fails, below `warnDsr` warns. */
  minDsr: fraction,
  warnDsr: fraction,
  /** C8: above `maxPbo` fails, above `warnPbo` warns. */
  maxPbo: fraction,
  warnPbo: fraction,
  /** C8, C9: trials from which overfitting is tested at all. */
  minTrialsTested: z.int().min(2),
  /** C8: row blocks of the cross-validation, an even number. */
  pboBlocks: z.int().min(2).max(20).multipleOf(2),
  maxSpaP: fraction,
  /** C9: what the trials are held against. */
  spaBenchmark: z.enum(['buy_and_hold', 'cash']),
  minSharpe: z.number(),
  /** C13: windows there must be, and the share of them that earns. */
  minWindows: count,
  minProfitableWindows: fraction,
  /** C14: largest share of the profit from one window, and from the best trades. */
  maxWindowShare: fraction,
  topTrades: z.int().min(1),
  maxTopTradesShare: fraction,
  /** C15: walk-forward efficiency below which to warn. */
  warnEfficiency: z.number(),
  maxDrawdown: fraction,
  /** C17: the bootstrapped 95th percentile may reach this multiple of maxDrawdown. */
  bootstrapDrawdownMultiple: z.number().min(1),
  /** C18: probability of a drawdown beyond this multiple of maxDrawdown. */
  ruinMultiple: z.number().min(1),
  maxRuinProbability: fraction,
  /** C9, C17, C18: paths of each bootstrap. */
  bootstrapPaths: z.int().min(100).max(100_000),
  /** C19: mean loss of the worst 5% of days. */
  maxCvar: fraction,
  /** C20: multiple of the costs that must leave a profit, and the least multiple that breaks even. */
  stressCostMultiple: z.number().min(1),
  minBreakeven: z.number().min(0),
  /** C21: bars of delay, share of positions dropped in how many draws, and the share of the Sharpe ratio that must be left. */
  delayBars: z.int().min(1),
  dropShare: fraction,
  dropDraws: z.int().min(1).max(1000),
  minKeptSharpe: z.number(),
  /** C22: how far parameters are moved, and the share of neighbours that must earn. */
  neighbourShare: z.number().gt(0).lt(1),
  minPlateau: fraction,
  minTotalReturn: z.number(),
  /** C24: results too good to believe. */
  implausible: z.strictObject({
    sharpeWarn: z.number(),
    sharpeFail: z.number(),
    winRate: fraction,
    profitFactor: z.number(),
    /** Trades from which win rate and profit factor are judged. */
    minTrades: count,
  }),
  /** C31: largest difference between the two implementations of the metrics, as D5. */
  metricAgreement: tolerance,
})

/** Thresholds of the product gate: may this trade with real money? */
const productPolicySchema = z.strictObject({
  /** P1: days after which a passed gate counts no longer. */
  maxResultAgeDays: z.number().gt(0),
  minResolvedObjections: count,
  /** P20: open waivers on tier 1, and on every other tier. */
  maxWaiversTier1: count,
  maxWaivers: count,
  /** P21 */
  maxRevalidationMonths: z.number().gt(0).max(120),
})

/** Thresholds are data: a versioned document that every gate result names. */
export const gatePolicySchema = z.strictObject({
  version: z.string().trim().min(1).max(64),
  dev: devPolicySchema,
  crv: crvPolicySchema,
  product: productPolicySchema,
})
export type DevPolicy = z.infer<typeof devPolicySchema>
export type CrvPolicy = z.infer<typeof crvPolicySchema>
export type ProductPolicy = z.infer<typeof productPolicySchema>
export type GatePolicy = z.infer<typeof gatePolicySchema>

/** A policy as somebody wrote it; its version is given when it is stored. */
export const gatePolicyDraftSchema = gatePolicySchema.omit({ version: true })
export type GatePolicyDraft = z.infer<typeof gatePolicyDraftSchema>

/** A version as it is kept, for good. */
export const storedPolicySchema = z.object({
  policy: gatePolicySchema,
  documentHash: hashSchema,
  author: z.string(),
  reason: z.string(),
  createdAtMs: instantMsSchema,
})
export type StoredPolicy = z.infer<typeof storedPolicySchema>

/** What another policy would make of a strategy's newest verdict. */
export const policyEffectSchema = z.object({
  strategyId: idSchema,
  strategyName: z.string(),
  gateType: gateTypeSchema,
  before: gateVerdictSchema,
  after: gateVerdictSchema,
  /** Checks whose state changes. */
  checks: z.array(z.object({ id: z.string(), title: z.string(), before: z.string(), after: z.string() })),
})
export type PolicyEffect = z.infer<typeof policyEffectSchema>

export const policyDryRunSchema = z.object({
  /** Verdicts that were judged anew from the evidence stored with them. */
  judged: z.int(),
  /** Newest verdicts whose evidence was not kept: run their gates again to see. */
  withoutEvidence: z.int(),
  /** Strategies whose verdict would flip, and those of which some check would. */
  effects: z.array(policyEffectSchema),
})
export type PolicyDryRun = z.infer<typeof policyDryRunSchema>
