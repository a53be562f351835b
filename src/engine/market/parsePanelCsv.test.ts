import { describe, expect, it } from 'vitest'
import { hashPanel } from '../panel/hashPanel.ts'
import { panelCsv } from './panelCsv.ts'
import { parsePanelCsv } from './parsePanelCsv.ts'
import { makeSyntheticUniverse } from './syntheticUniverse.ts'

const { NaN: none } = Number
const HEADER = 'date,symbol,open,high,low,close,volume,carry'

describe('a panel from text', () => {
  const rows = ['2020-01-01,B,20,21,19,20,5,0.01', '2020-01-01,A,10,11,9,10,5,', '2020-01-02,A,11,12,10,11,5,-0.02']

  it('takes rows in any order of symbols and leaves what is missing missing', () => {
    const { time, instruments } = parsePanelCsv([HEADER, ...rows].join('\n'))
    expect(Array.from(time)).toEqual([Date.UTC(2020, 0, 1), Date.UTC(2020, 0, 2)])
    expect(instruments.map(({ symbol, close, carry }) => [symbol, Array.from(close), Array.from(carry!)])).toEqual([
      ['A', [10, 11], [none, -0.02]],
      ['B', [20, none], [0.01, none]],
    ])
    const bySymbol = parsePanelCsv([HEADER, rows[1], rows[2], rows[0]].join('\n'))
    expect(hashPanel(bySymbol)).toBe(hashPanel(parsePanelCsv([HEADER, ...rows].join('\n'))))
  })

  it('without a carry column the carry is null, not zero', () => {
    expect(parsePanelCsv('time,symbol,open,high,low,close\n2020-01-01,A,1,1,1,1').instruments[0]!.carry).toBeNull()
  })

  it.each([
    { name: 'no rows', text: HEADER, message: 'The file holds no rows of bars' },
    {
      name: 'no symbol column',
      text: 'time,open,high,low,close\n2020-01-01,1,1,1,1',
      message: 'needs a panel, and the file has no symbol column',
    },
    { name: 'an empty symbol', text: `${HEADER}\n2020-01-01,,1,1,1,1,1,0`, message: 'line 2, column symbol: is empty' },
    { name: 'a day twice', text: `${HEADER}\n${rows[1]}\n${rows[0]}\n${rows[1]}`, message: 'line 4, column date: stands twice (symbol A)' },
    {
      name: 'a carry that is no number',
      text: `${HEADER}\n2020-01-01,A,1,1,1,1,1,high`,
      message: 'line 2, column carry: "high" is not a number',
    },
    { name: 'an impossible bar', text: `${HEADER}\n2020-01-01,A,1,0.5,1,1,1,0`, message: 'line 2, column high: 0.5 is below' },
  ])('$name is refused', ({ text, message }) => expect(() => parsePanelCsv(text)).toThrow(message))

  it('reads back what was written', () => {
    const panel = makeSyntheticUniverse({ seed: 7, pairs: 2, bars: 60 })
    expect(hashPanel(parsePanelCsv([...panelCsv(panel)].join('')))).toBe(hashPanel(panel))
  })
})
