import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { describeStrategies } from '#engine/strategies/registry.ts'
import { STRATEGY_TYPES } from '#shared/domain/strategyType.ts'
import { renderStrategies } from '../../scripts/docs/renderStrategies.ts'

const written = readFileSync(resolve(import.meta.dirname, '../../docs/strategies.md'), 'utf8')

it('docs/strategies.md says what the descriptions say; npm run docs:strategies writes it anew', () => {
  expect(written).toBe(renderStrategies(describeStrategies()))
})

it('covers every type that can run, and every parameter', () => {
  const runnable = STRATEGY_TYPES.filter((type) => String(type) !== 'unrecognised')
  expect(
    describeStrategies()
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(runnable.toSorted())
  for (const { type, parameters } of describeStrategies()) {
    expect(written).toContain(`\`${type}\`, on `)
    for (const { name, help } of parameters) expect(written).toContain(`| \`${name}\` | ${help}`)
  }
})
