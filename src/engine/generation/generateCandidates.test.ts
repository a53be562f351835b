import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GenerateRequest, generateRequestSchema, strategyCandidateSchema } from '#shared/domain/strategy.ts'
import { resolveParameters } from '../strategies/resolveParameters.ts'
import { generateCandidates } from './generateCandidates.ts'

const generate = (goal: string, options: Partial<GenerateRequest> = {}) =>
  generateCandidates(generateRequestSchema.parse({ goal, ...options }))
const first = (goal: string, options: Partial<GenerateRequest> = {}) => generate(goal, options)[0]!

describe('relevance comes first', () => {
  it.each([
    { goal: 'A momentum strategy for the S&P 500', type: 'ts_momentum' },
    { goal: 'Follow trends with a moving average crossover', type: 'trend_following' },
    { goal: 'golden cross on the index', type: 'trend_following' },
    { goal: 'Buy oversold dips using RSI', type: 'mean_reversion' },
    { goal: 'mean-reversion by z-score', type: 'mean_reversion' },
    { goal: 'Donchian channel breakouts, turtle style', type: 'breakout' },
    { goal: 'Buy new highs', type: 'breakout' },
    { goal: 'Pairs trading on SPY and QQQ', type: 'pairs_trading' },
    { goal: 'cointegrated stocks, trade the spread', type: 'pairs_trading' },
    { goal: 'statistical arbitrage with PCA residuals', type: 'stat_arb' },
    { goal: 'market-neutral equity book', type: 'market_neutral' },
    { goal: 'cross-sectional momentum on a basket of stocks', type: 'market_neutral' },
    { goal: 'FX carry', type: 'carry' },
    { goal: 'machine learning on daily bars', type: 'ml_classifier' },
    { goal: 'stay long only in calm markets, a low volatility filter', type: 'volatility_trading' },
    { goal: 'my own rules: buy dips in an uptrend', type: 'rules' },
  ])('$goal gives $type', ({ goal, type }) => expect(first(goal).draft.type).toBe(type))

  it('several families take turns', () => {
    const types = generate('combine momentum and breakout', { maxStrategies: 4 }).map(({ draft }) => draft.type)
    expect(types).toEqual(['ts_momentum', 'breakout', 'ts_momentum', 'breakout'])
  })

  it('what the goal refuses is not proposed', () => {
    const types = new Set(generate('momentum, but no breakouts please', { maxStrategies: 20 }).map(({ draft }) => draft.type))
    expect(types.has('breakout')).toBe(false)
    expect(types.has('ts_momentum')).toBe(true)
  })

  it('families for several instruments come only when asked for', () => {
    const types = generate('anything that works', { maxStrategies: 20 }).map(({ draft }) => draft.type)
    expect(new Set(types)).toEqual(new Set(['trend_following', 'ts_momentum', 'mean_reversion', 'breakout', 'volatility_trading']))
    expect(first('pairs').draft.intendedUse).toContain('a symbol column')
  })

  it('confidence never rises down the list', () => {
    const confidences = generate('trend following', { maxStrategies: 20 }).map(({ confidence }) => confidence)
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
  })
})

describe('the words of the goal', () => {
  it.each([
    { goal: '50/200-day moving average crossover', parameters: { fast: 50, slow: 200 } },
    { goal: '3-month momentum', parameters: { lookback: 63 } },
    { goal: '12 month momentum with 10% volatility target', parameters: { lookback: 252, vol_target: 0.1 } },
    { goal: 'breakout of the 55 day high', parameters: { entry: 55, exit: 28 } },
    { goal: 'z-score mean reversion over 30 days', parameters: { signal: 'zscore', lookback: 30 } },
    { goal: 'long/short breakout', parameters: { direction: 'long_short' } },
    { goal: 'breakout, long only', parameters: { direction: 'long_only' } },
    { goal: 'short-term trend following', parameters: { fast: 5, slow: 20, direction: 'long_only' } },
    { goal: 'long-term trend following', parameters: { fast: 50, slow: 200 } },
    { goal: 'trend following over 999 years', parameters: { fast: 1000, slow: 2000 } },
    { goal: 'pairs trading over 90 days', parameters: { lookback: 90 } },
    { goal: 'market neutral, 6 month momentum', parameters: { lookback: 126 } },
    { goal: 'machine learning 10 days ahead', parameters: { horizon: 10 } },
  ])('$goal', ({ goal, parameters }) => expect(first(goal).draft.parameters).toMatchObject(parameters))

  it('names the words it answers', () => {
    const { rationale } = first('Buy oversold dips, long only')
    expect(rationale).toContain('"oversold"')
    expect(rationale).toContain('long only, as asked')
    expect(rationale).toContain('a prior')
  })

  it.each([
    { goal: 'neural networks', says: /deep learning, which cannot be run yet; machine-learning classifier comes nearest/ },
    { goal: 'sell straddles', says: /options, which cannot be run yet; volatility trading comes nearest/ },
    { goal: 'market making', says: /the order book, which cannot be run yet; mean reversion comes nearest/ },
    { goal: 'long-only carry', says: /no long-only form/ },
    { goal: 'calm markets, long and short', says: /asks for both sides, but this one only buys/ },
    { goal: 'make me rich', says: /No word of the goal points to/ },
    { goal: 'long-only momentum', says: /no long-only form/ },
  ])('is honest about "$goal"', ({ goal, says }) => expect(first(goal).rationale).toMatch(says))
})

describe('risk preference', () => {
  it('sets the volatility target', () => {
    const targets = (['conservative', 'moderate', 'aggressive'] as const).map(
      (riskPreference) => first('momentum', { riskPreference }).draft.parameters['vol_target'],
    )
    expect(targets).toEqual([0.1, 0.15, 0.25])
  })

  it('sets the pace and the stop loss', () => {
    const [careful, bold] = (['conservative', 'aggressive'] as const).map(
      (riskPreference) => first('trend following', { riskPreference }).draft,
    )
    expect(careful!.parameters).toMatchObject({ fast: 50, slow: 200, direction: 'long_only' })
    expect(bold!.parameters).toMatchObject({ fast: 5, slow: 20 })
    expect(careful!.intendedUse).toContain('stop loss of 5%')
    expect(bold!.intendedUse).toContain('stop loss of 15%')
    expect(first('trend following with a 3% stop').draft.intendedUse).toContain('stop loss of 3%')
  })
})

describe('any goal', () => {
  const fragments = fc.constantFrom(
    'momentum',
    'no',
    'rsi',
    '50/200 day',
    'long',
    'short',
    'term',
    '%',
    '9999 years',
    '0 days',
    'carry',
    'pairs',
    'rules',
    'machine learning',
    'market neutral',
    'pca residuals',
    'calm',
    'stop 5%',
    'vol 900%',
  )
  const goals = fc.oneof(
    fc.string({ minLength: 3, maxLength: 200 }),
    fc.array(fragments, { minLength: 1, maxLength: 12 }).map((words) => words.join(' ')),
  )
  const requests = fc
    .record({
      goal: goals,
      riskPreference: fc.constantFrom('conservative', 'moderate', 'aggressive'),
      maxStrategies: fc.integer({ min: 1, max: 20 }),
    })
    .filter((request) => generateRequestSchema.safeParse(request).success)
    .map((request) => generateRequestSchema.parse(request))

  it('gives valid, distinct candidates, never too many', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const candidates = generateCandidates(request)
        expect(candidates.length).toBeLessThanOrEqual(request.maxStrategies)
        for (const { draft } of candidates)
          expect(resolveParameters({ type: draft.type, parameters: draft.parameters })).toEqual(draft.parameters)
        for (const candidate of candidates) expect(strategyCandidateSchema.safeParse(candidate).success).toBe(true)
        expect(new Set(candidates.map(({ draft }) => draft.name)).size).toBe(candidates.length)
      }),
    )
  })

  it('gives the same candidates again', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(generateCandidates(request)).toEqual(generateCandidates(structuredClone(request)))
      }),
    )
  })
})

it('fills twenty places', () => {
  expect(generate('anything that works', { maxStrategies: 20 })).toHaveLength(20)
})
