import { expect, it } from 'vitest'
import { colorScale } from './heatmapColors.ts'

it('values of both signs stand around white, equally strong on either side', () => {
  const { colorOf, min, max } = colorScale(-1, 3)
  expect([min, max]).toEqual([-3, 3])
  expect([colorOf(-3), colorOf(0), colorOf(3)]).toEqual(['rgb(179 88 6)', 'rgb(247 247 247)', 'rgb(33 102 172)'])
})

it('values of one sign go from the lowest to the highest', () => {
  const { colorOf, inkOf } = colorScale(0.2, 0.6)
  expect([colorOf(0.2), colorOf(0.6), colorOf(9)]).toEqual(['rgb(0 34 78)', 'rgb(254 232 56)', 'rgb(254 232 56)'])
  expect([inkOf(0.2), inkOf(0.6)]).toEqual(['#fff', '#111'])
})

it('one single value has the colour of the middle', () => {
  expect(colorScale(2, 2).colorOf(2)).toBe('rgb(125 125 120)')
})
