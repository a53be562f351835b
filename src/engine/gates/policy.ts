import type { GatePolicy } from '#shared/domain/gatePolicy.ts'

/** The thresholds in force where nobody has written others. A change of any number is a new version. */
export const DEFAULT_POLICY: GatePolicy = {
  version: '1',
  dev: {
    replays: 3,
    truncations: 50,
    metricTolerance: 1e-9,
    accountingTolerance: 1e-6,
    maxGapFraction: 0.001,
    minRangeUsed: 0.95,
  },
  crv: {
    outOfSampleFraction: 0.5,
    minTrades: 100,
    minTradesPerFold: 30,
    minPsr: 0.95,
    minSharpe: 0.8,
    maxDrawdown: 0.25,
    minTotalReturn: 0.05,
    implausible: { sharpeWarn: 3, sharpeFail: 5, winRate: 0.9, profitFactor: 5, minTrades: 30 },
  },
}
