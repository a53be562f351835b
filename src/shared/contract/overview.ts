import { z } from 'zod'
import { backtestSummarySchema } from '../domain/backtest.ts'
import { gateTypeSchema, gateVerdictSchema } from '../domain/gate.ts'
import { idSchema, instantMsSchema, nameSchema } from '../domain/primitives.ts'
import { procedure } from './base.ts'

const counts = z.record(z.string(), z.int())

export const overviewSchema = z.object({
  strategiesByStatus: counts,
  backtestsByStatus: counts,
  datasets: z.int(),
  finishedSweeps: z.int(),
  finishedValidations: z.int(),
  /** Strategies by the verdict of their newest result at each gate. */
  gates: z.object({
    devPassed: z.int(),
    devFailed: z.int(),
    devIncomplete: z.int(),
    crvPassed: z.int(),
    crvFailed: z.int(),
    crvIncomplete: z.int(),
    productPassed: z.int(),
    productFailed: z.int(),
    productIncomplete: z.int(),
  }),
  latestBacktests: z.array(backtestSummarySchema),
})
export type Overview = z.infer<typeof overviewSchema>

/** One calendar week, Monday to Sunday UTC; null where nothing of the kind happened in it. */
const weekSchema = z.object({
  weekStartMs: instantMsSchema,
  runs: z.int(),
  /** Of the week's completed runs with a Sharpe ratio. */
  medianSharpe: z.number().nullable(),
  gateRuns: z.int(),
  gatesPassed: z.int(),
  validations: z.int(),
  /** Means over the week's completed validations. */
  stabilityScore: z.number().nullable(),
  testSharpe: z.number().nullable(),
})
export type TrendWeek = z.infer<typeof weekSchema>

/** A strategy by its newest completed run of the period, with the spread of all of them. */
const performanceSchema = z.object({
  strategyId: idSchema,
  strategyName: nameSchema,
  runs: z.int(),
  totalReturn: z.number().nullable(),
  sharpeRatio: z.number().nullable(),
  sharpeLow: z.number().nullable(),
  sharpeHigh: z.number().nullable(),
  /** Over all runs of the period. */
  worstSharpe: z.number().nullable(),
  bestSharpe: z.number().nullable(),
  worstDrawdown: z.number().nullable(),
  newestRunId: idSchema,
  newestAtMs: instantMsSchema,
})
export type StrategyPerformance = z.infer<typeof performanceSchema>

const gateEventSchema = z.object({
  id: idSchema,
  strategyId: idSchema,
  strategyName: nameSchema,
  gateType: gateTypeSchema,
  verdict: gateVerdictSchema,
  timestampMs: instantMsSchema,
})
export type GateEvent = z.infer<typeof gateEventSchema>

export const trendsSchema = z.object({
  /** The last 26, the oldest first. */
  weeks: z.array(weekSchema),
  /** The strategies that ran last in these weeks, the newest first. */
  strategies: z.array(performanceSchema),
  /** The newest gate results, the newest first. */
  gateEvents: z.array(gateEventSchema),
})
export type Trends = z.infer<typeof trendsSchema>

export const overviewContract = {
  trends: procedure.route({ method: 'GET', path: '/overview/trends' }).output(trendsSchema),
  get: procedure.route({ method: 'GET', path: '/overview' }).output(overviewSchema),
}
