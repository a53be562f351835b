import { describe, expect, it } from 'vitest'
import { parseAxis } from './parseAxis.ts'

describe('axes', () => {
  it.each([
    { text: 'fast=5:8:1', name: 'fast', values: [5, 6, 7, 8] },
    { text: 'fast=5:7', name: 'fast', values: [5, 6, 7] },
    { text: 'slow=10:24:5', name: 'slow', values: [10, 15, 20] },
    { text: 'z=0.1:0.5:0.1', name: 'z', values: [0.1, 0.2, 0.3, 0.4, 0.5] },
    { text: 'z=-1:1:0.5', name: 'z', values: [-1, -0.5, 0, 0.5, 1] },
    { text: 'fast=7:7:3', name: 'fast', values: [7] },
    { text: 'fast = 9, 3 ,5', name: 'fast', values: [9, 3, 5] },
    { text: 'average=sma,ema', name: 'average', values: ['sma', 'ema'] },
    { text: 'annualize_vol=true,false', name: 'annualize_vol', values: [true, false] },
  ])('$text', ({ text, name, values }) => expect(parseAxis(text)).toEqual({ name, values }))

  it.each([
    { text: 'fast', problem: /write name=first:last:step/ },
    { text: '=1:2:1', problem: /write name=first:last:step/ },
    { text: 'fast=1:2:1:1', problem: /a range is first:last:step/ },
    { text: 'fast=a:b', problem: /a range is first:last:step/ },
    { text: 'fast=1:9:0', problem: /step must be above zero/ },
    { text: 'fast=9:1:1', problem: /must not be below the first/ },
    { text: 'fast=0:1e9:1e-3', problem: /take a larger step/ },
    { text: 'fast=', problem: /a value is empty/ },
    { text: 'fast=1,,2', problem: /a value is empty/ },
    { text: 'fast=1,1.0', problem: /stands twice/ },
  ])('$text is refused', ({ text, problem }) => expect(() => parseAxis(text)).toThrow(problem))
})
