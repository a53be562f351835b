import { describe, expect, it } from 'vitest'
import { GLOSSARY, searchGlossary } from './glossary.ts'
import { METRIC_NAMES } from './metricRegistry.ts'

const terms = GLOSSARY.flatMap((group) => group.terms)
const found = (search: string) => searchGlossary(search).flatMap((group) => group.terms.map(({ term }) => term))

describe('the glossary', () => {
  it('names every term once and says something about each', () => {
    const names = terms.map(({ term }) => term.toLowerCase())
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(terms.filter(({ definition }) => !/^\S.{12,}[.?]$/.test(definition)).map(({ term }) => term)).toEqual([])
  })

  it('holds every metric of the registry', () => {
    expect(GLOSSARY[0]?.terms).toHaveLength(METRIC_NAMES.length)
  })

  it.each([
    { search: 'deflated sharpe', terms: ['DSR'] },
    { search: '  WAIVER ', terms: ['Waiver'] },
    { search: 'overfitting probability', terms: ['PBO'] },
    { search: 'nothing of the kind', terms: [] },
  ])('finds $terms by "$search"', ({ search, terms: expected }) => {
    expect(found(search)).toEqual(expected)
  })

  it('shows everything where nothing was asked for', () => {
    expect(searchGlossary(' ')).toEqual(GLOSSARY)
  })
})
