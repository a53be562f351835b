import { describe, expect, it } from 'vitest'
import { formatWindowDates, MAX_LISTED_WINDOWS, parseWindowDates } from './windowDates.ts'

const ONE = { trainStart: '2010-01-01', trainEnd: '2013-12-31', testStart: '2014-01-01', testEnd: '2014-12-31' }
const TWO = { trainStart: '2008-06-01', trainEnd: '2014-12-31', testStart: '2015-01-01', testEnd: '2015-03-31' }

describe('windows that are typed or pasted', () => {
  it.each([
    { name: 'as they are written out', text: [ONE, TWO].map(formatWindowDates).join('\n') },
    {
      name: 'from a spreadsheet',
      text: '2010-01-01\t2013-12-31\t2014-01-01\t2014-12-31\r\n2008-06-01\t2014-12-31\t2015-01-01\t2015-03-31\r\n',
    },
    {
      name: 'from a CSV file with headings',
      text: 'train_start,train_end,test_start,test_end\n"2010-01-01","2013-12-31","2014-01-01","2014-12-31"\n\n2008-06-01,2014-12-31,2015-01-01,2015-03-31',
    },
    {
      name: 'with blanks and semicolons',
      text: '  2010-01-01 2013-12-31; 2014-01-01  2014-12-31\n2008-06-01;2014-12-31;2015-01-01;2015-03-31',
    },
  ])('are read $name', ({ text }) => {
    expect(parseWindowDates(text)).toEqual([ONE, TWO])
  })

  it.each([
    { name: 'nothing at all', text: ' \n ', words: /No window is given/ },
    { name: 'headings alone', text: 'train test', words: /No window is given/ },
    {
      name: 'three dates',
      text: `${formatWindowDates(ONE)}\n2015-01-01 2015-12-31 2016-01-01`,
      words: /^Line 2 has 3 dates, and a window has four/,
    },
    { name: 'one date', text: '2015-01-01', words: /^Line 1 has 1 date,/ },
    { name: 'five dates', text: `${formatWindowDates(ONE)} 2016-01-01`, words: /^Line 1 has 5 dates/ },
    {
      name: 'a day that no month has',
      text: '\n2015-02-30 2015-12-31 2016-01-01 2016-12-31',
      words: /^Line 2: "2015-02-30" is no calendar date/,
    },
    {
      name: 'days before months',
      text: '01/02/2015 31/12/2015 01/01/2016 31/12/2016',
      words: /"01\/02\/2015" is no calendar date; write dates as/,
    },
  ])('are refused with $name, naming the line', ({ text, words }) => {
    expect(() => parseWindowDates(text)).toThrow(words)
  })

  it('are refused when they are more than can be listed', () => {
    const line = `${formatWindowDates(ONE)}\n`
    expect(parseWindowDates(line.repeat(MAX_LISTED_WINDOWS))).toHaveLength(MAX_LISTED_WINDOWS)
    expect(() => parseWindowDates(line.repeat(MAX_LISTED_WINDOWS + 1))).toThrow(expect.objectContaining({ code: 'too_large' }))
  })
})
