import { z } from 'zod'

const fraction = z.number().min(0).max(1)
const count = z.int().min(0)

/** Thresholds of the dev gate: is the run what it says it is? */
const devPolicySchema = z.strictObject({
  /** D1: how many times the run is repeated. */
  replays: z.int().min(1).max(100),
  /** D8: at how many places the data are cut to see whether the past changes. */
  truncations: z.int().min(1).max(10_000),
  /** D5: largest difference between stored and recomputed metrics, relative above 1 and absolute below. */
  metricTolerance: z.number().min(0),
  /** D6: largest accounting residual, in money. */
  accountingTolerance: z.number().min(0),
  /** D11: most trading days missing in gaps longer than a closure, as a fraction of all trading days. */
  maxGapFraction: fraction,
  /** D17: least share of the bars in the requested range that the run must use. */
  minRangeUsed: fraction,
})

/** Thresholds of the CRV gate: is the verdict on risk and return right? Fractions, not percent. */
const crvPolicySchema = z.strictObject({
  /** Share of the run's last bars that stands for out-of-sample until walk-forward windows exist. */
  outOfSampleFraction: z.number().gt(0).max(1),
  minTrades: count,
  minTradesPerFold: count,
  minPsr: fraction,
  minSharpe: z.number(),
  maxDrawdown: fraction,
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
})

/** Thresholds are data: a versioned document that every gate result names. */
export const gatePolicySchema = z.strictObject({
  version: z.string().trim().min(1).max(64),
  dev: devPolicySchema,
  crv: crvPolicySchema,
})
export type DevPolicy = z.infer<typeof devPolicySchema>
export type CrvPolicy = z.infer<typeof crvPolicySchema>
export type GatePolicy = z.infer<typeof gatePolicySchema>
