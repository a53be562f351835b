import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_READING, type Reading } from '#shared/domain/fileReading.ts'
import { CsvMarketReader } from './csvMarketReader.ts'
import { hashBars } from './hashBars.ts'
import { MemoryBars } from './memoryBars.ts'
import { parseBarsCsv } from './parseBarsCsv.ts'

const HEADER = 'time,open,high,low,close,volume'
const csv = (...rows: string[]) => [HEADER, ...rows].join('\n')
const first = '2020-01-02,10,12,9,11,500'
const second = '2020-01-03,11,13,10,12,0'

describe('forms of the same rows give the same bars', () => {
  const expected = parseBarsCsv(csv(first, second)).bars
  it.each([
    {
      name: 'other column order and header case',
      text: 'Volume,CLOSE,Low,High,Open,Date\n500,11,9,12,10,2020-01-02\n0,12,10,13,11,2020-01-03',
    },
    { name: 'CRLF, a byte-order mark, blank lines and a last newline', text: `\ufeff${HEADER}\r\n${first}\r\n\r\n${second}\r\n` },
    { name: 'quotes', text: csv('"2020-01-02","10","12","9","11","500"', second) },
    { name: 'semicolons', text: csv(first, second).replaceAll(',', ';') },
    { name: 'tabs', text: csv(first, second).replaceAll(',', '\t') },
    { name: 'spaces around cells', text: csv(first, second).replaceAll(',', ' , ') },
    { name: 'columns nobody asked for, quoted commas in them', text: `note,${HEADER}\n"a, ""b""",${first}\n,${second}` },
    { name: 'date and time', text: csv(first.replace('02,', '02T00:00:00Z,'), second.replace('03,', '03 00:00,')) },
    { name: 'another zone', text: csv(first.replace('2020-01-02', '2020-01-02T01:30:00+01:30'), second) },
    { name: 'epoch seconds', text: csv(first.replace('2020-01-02', '1577923200'), second.replace('2020-01-03', '1578009600')) },
    { name: 'epoch milliseconds', text: csv(first.replace('2020-01-02', '1577923200000'), second.replace('2020-01-03', '1578009600000')) },
    { name: 'other spellings of the same numbers', text: csv('2020-01-02,10.0,1.2e1,+9,11,500.00', second) },
  ])('$name', ({ text }) => {
    const { bars } = parseBarsCsv(text)
    expect(bars).toEqual(expected)
    expect(hashBars(bars)).toBe(hashBars(expected))
  })

  it('reads what is written', () => {
    expect(Array.from(expected.time)).toEqual([Date.UTC(2020, 0, 2), Date.UTC(2020, 0, 3)])
    expect([expected.open[0], expected.high[0], expected.low[0], expected.close[0], expected.volume[0]]).toEqual([10, 12, 9, 11, 500])
  })
})

describe('volume and symbol', () => {
  it('a missing volume column is not known, which is not 0', () => {
    const { bars, quality } = parseBarsCsv('date,open,high,low,close\n2020-01-02,10,12,9,11')
    expect(bars.volume[0]).toBeNaN()
    expect(quality.zeroVolumeBars).toBe(0)
  })

  it('takes the symbol of its column', () => {
    expect(parseBarsCsv(`symbol,${HEADER}\nSPX,${first}\nSPX,${second}`).symbol).toBe('SPX')
    expect(parseBarsCsv(csv(first)).symbol).toBeNull()
  })

  it('refuses a panel, also where the second symbol has the same day', () => {
    const panel = `symbol,${HEADER}\nSPX,${first}\nNDX,${first}`
    expect(() => parseBarsCsv(panel)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('SPX, NDX') }),
    )
  })
})

describe('strict: the first bad row is an error that names its line and column', () => {
  it.each([
    { name: 'no text', text: '', message: 'The file holds no rows of bars' },
    { name: 'a header alone', text: HEADER, message: 'The file holds no rows of bars' },
    { name: 'a missing column', text: 'time,open,low,close\n1,2,3,4', message: 'line 1, column high: is missing from the header' },
    { name: 'no time column', text: 'open,high,low,close\n1,2,3,4', message: 'line 1, column time: is missing' },
    { name: 'a column twice', text: 'time,open,open,high,low,close', message: 'line 1, column open: stands twice' },
    { name: 'two time columns', text: 'date,time,open,high,low,close', message: 'line 1, column time and date: both name the time' },
    { name: 'a number that is none', text: csv(first, '2020-01-03,11,abc,10,12,0'), message: 'line 3, column high: "abc" is not a number' },
    { name: 'NaN', text: csv('2020-01-02,NaN,12,9,11,500'), message: 'line 2, column open: "NaN" is not a number' },
    { name: 'a number beyond doubles', text: csv('2020-01-02,10,1e999,9,11,500'), message: 'line 2, column high: "1e999" is not a number' },
    { name: 'hexadecimal', text: csv('2020-01-02,0x10,20,9,11,500'), message: 'line 2, column open: "0x10" is not a number' },
    { name: 'an empty cell', text: csv('2020-01-02,10,12,9,,500'), message: 'line 2, column close: is empty' },
    { name: 'a short row', text: csv('2020-01-02,10,12,9,11'), message: 'line 2, column volume: is empty' },
    {
      name: 'a day that does not exist',
      text: csv('2020-02-30,10,12,9,11,500'),
      message: 'line 2, column time: "2020-02-30" is not an ISO date',
    },
    { name: 'the same time twice', text: csv(first, first), message: 'line 3, column time: stands twice' },
    { name: 'rows out of order', text: csv(second, first), message: 'line 3, column time: is earlier than the row before' },
    {
      name: 'its own name of the time column',
      text: `date${HEADER.slice(4)}\n${first}\n${first}`,
      message: 'line 3, column date: stands twice',
    },
    { name: 'high below close', text: csv('2020-01-02,10,10.5,9,11,500'), message: 'line 2, column high: 10.5 is below' },
    { name: 'low above open', text: csv('2020-01-02,10,12,10.5,11,500'), message: 'line 2, column low: 10.5 is above' },
    { name: 'high below low', text: csv('2020-01-02,10,9,11,10,500'), message: 'line 2, column high: 9 is below' },
    { name: 'a price of 0', text: csv('2020-01-02,0,12,0,11,500'), message: 'line 2, column open: 0 is not above 0' },
    { name: 'a negative price', text: csv('2020-01-02,10,12,-9,11,500'), message: 'line 2, column low: -9 is not above 0' },
    { name: 'a negative volume', text: csv('2020-01-02,10,12,9,11,-500'), message: 'line 2, column volume: -500 is negative' },
    { name: 'lines are counted with blank ones', text: csv(first, '', '', 'x,11,13,10,12,0'), message: 'line 5, column time: "x" is not' },
  ])('$name', ({ text, message }) => {
    expect(() => parseBarsCsv(text)).toThrow(expect.objectContaining({ code: 'data_invalid', message: expect.stringContaining(message) }))
  })

  it('the details carry line and column', () => {
    expect(() => parseBarsCsv(csv(first, first))).toThrow(expect.objectContaining({ details: { line: 3, column: 'time' } }))
  })
})

describe('not strict: bad rows are left out and reported', () => {
  const text = csv(
    second,
    first,
    second,
    '2020-01-06,10,9,8,9,1',
    '2020-01-07,0,12,0,11,5',
    '2020-01-08,a,12,9,11,5',
    '2020-01-09,11,13,10,12,5',
  )

  it('keeps the good rows and counts the bad ones by kind', () => {
    const { bars, quality } = parseBarsCsv(text, { strict: false })
    expect(bars.time).toHaveLength(2)
    expect(quality).toMatchObject({
      rows: 7,
      rejectedRows: 5,
      disorderedTimes: 1,
      duplicateTimes: 1,
      ohlcViolations: 1,
      nonPositivePrices: 1,
      zeroVolumeBars: 1,
    })
    expect(quality.issues.map(({ line, column }) => [line, column])).toEqual([
      [3, 'time'],
      [4, 'time'],
      [5, 'high'],
      [6, 'open'],
      [7, 'open'],
    ])
    expect(quality.issues[0]).toEqual({ line: 3, column: 'time', problem: 'is earlier than the row before; sort the rows by time' })
  })

  it('lists at most 100 issues and counts every reject', () => {
    const { quality } = parseBarsCsv(csv(first, ...Array.from({ length: 150 }, () => first)), { strict: false })
    expect([quality.issues.length, quality.rejectedRows, quality.duplicateTimes]).toEqual([100, 150, 150])
  })

  it('is still an error when no row can be used', () => {
    expect(() => parseBarsCsv(csv('x,1,1,1,1,1'), { strict: false })).toThrow(
      'No row can be used; the first problem is at line 2, column time',
    )
  })
})

describe('files of other habits', () => {
  const expected = parseBarsCsv(csv(first, second)).bars
  const read = (text: string, reading: Partial<Reading>) => parseBarsCsv(text, { reading: { ...DEFAULT_READING, ...reading } }).bars

  it.each([
    {
      name: 'decimal commas',
      text: 'Date;Open;High;Low;Close;Vol\n2020-01-02;10,0;12;9;11;500\n2020-01-03;11;13;10;12;0',
      reading: { decimal: ',' } as const,
    },
    { name: 'pipes', text: csv(first, second).replaceAll(',', '|'), reading: { delimiter: '|' } as const },
    {
      name: 'day first',
      text: csv(first.replace('2020-01-02', '02/01/2020'), second.replace('2020-01-03', '3.1.2020')),
      reading: { timeFormat: 'day_first' } as const,
    },
    {
      name: 'month first',
      text: csv(first.replace('2020-01-02', '1/2/2020'), second.replace('2020-01-03', '1/3/2020')),
      reading: { timeFormat: 'month_first' } as const,
    },
    {
      name: 'a column by another name',
      text: csv(first, second).replace('close', 'Last Price'),
      reading: { columns: { close: 'last price' } },
    },
    { name: 'usual abbreviations', text: csv(first, second).replace(HEADER, 'Datetime,O,H,L,C,Vol'), reading: {} },
  ])('$name', ({ text, reading }) => expect(read(text, reading)).toEqual(expected))

  it('a date that can be read two ways is asked about, not guessed, also when rows may be left out', () => {
    const text = csv(first.replace('2020-01-02', '13/01/2020'))
    const asks = expect.objectContaining({ code: 'data_invalid', details: { line: 2, column: 'time', field: 'timeFormat' } })
    for (const strict of [true, false]) expect(() => parseBarsCsv(text, { strict })).toThrow(asks)
  })

  it('scales a bar to its adjusted close', () => {
    const text = `${HEADER},Adj Close\n2020-01-02,10,12,8,10,500,5`
    const { open, high, low, close, volume } = read(text, { columns: { adjusted_close: 'Adj Close' } })
    expect([open[0], high[0], low[0], close[0], volume[0]]).toEqual([5, 6, 4, 5, 500])
  })

  it.each([
    {
      name: 'a column that is not there',
      reading: { columns: { close: 'Adj' } },
      message: 'column Adj: is to be the close, and the header',
    },
    { name: 'the wrong delimiter', reading: { delimiter: ';' } as const, message: 'was read as one column' },
    {
      name: 'decimal points where commas are expected',
      reading: { decimal: ',', delimiter: ',' } as const,
      message: '"10.5" is not a number with a decimal comma',
    },
  ])('$name is named', ({ reading, message }) => {
    expect(() => read(csv('2020-01-02,10.5,12,9,11,500'), reading)).toThrow(message)
  })
})

it('text that comes in pieces is the same text', () => {
  const text = `\ufeff${HEADER}\r\n"2020-01-02",10,12,9,11,500\r\n\r\n2020-01-03,11,13,10,12,0`
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const ends = [...cuts, text.length].sort((a, b) => a - b)
      const sink = new MemoryBars()
      const reader = new CsvMarketReader({ reading: DEFAULT_READING, strict: true, sink })
      ends.forEach((end, k) => {
        reader.push(text.slice(ends[k - 1] ?? 0, end))
      })
      expect(reader.finish()).toMatchObject({ symbols: [''], hasCarry: false, rows: 2 })
      expect(sink.series('', false)).toEqual({ symbol: '', bars: parseBarsCsv(text).bars, carry: null })
    }),
  )
})
