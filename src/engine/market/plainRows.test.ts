import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_READING, type Reading } from '#shared/domain/fileReading.ts'
import { CsvMarketReader } from './csvMarketReader.ts'
import { MemoryBars } from './memoryBars.ts'

/** Everything read from rows, or the error; a quote in a row keeps it from being read where it stands. */
function readRows(rows: readonly string[], { reading = DEFAULT_READING, header = HEADER }: { reading?: Reading; header?: string } = {}) {
  const sink = new MemoryBars()
  const reader = new CsvMarketReader({ reading, strict: false, sink })
  reader.push(`${header}\n${rows.join('\n')}`)
  try {
    const { symbols, hasCarry, ...counted } = reader.finish()
    return { ...counted, series: symbols.map((symbol) => sink.series(symbol, hasCarry)) }
  } catch (error) {
    return String(error)
  }
}

const HEADER = 'symbol,time,open,high,low,close,volume'
const quoted = (row: string) => `"${row.replace(/[,;]/, '"$&')}`

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 999_999_999_999_999 }).map((digits) => `${Math.floor(digits / 1e6)}.${digits % 1e6}`) },
  { weight: 2, arbitrary: fc.double({ min: 1e-7, max: 1e9, noNaN: true }).map(String) },
  fc.constantFrom('', '-0', '.5', '5.', '.', '+1', '-1', '1e3', ' 7 ', '1,5', '0x1f', '12345678901234567890', 'NaN', 'Infinity', '1.2.3'),
)
const time = fc.oneof(
  fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2020-02-30',
    '2020/01/02',
    '2020-01/02',
    '20200102',
    '1577923200',
    '2020-01-02 09:30',
    '2020-01-02T24:00',
    '2020-01-02T09:30Z',
  ),
  fc.constantFrom(
    '2020-01-02T09:30:00+01:00',
    '2020-01-02 09:30:15.250',
    '2020-01-02T09:30:00.000Z',
    '2020-1-2',
    '2020-01-0',
    'x',
    '',
    '2020-01-02T0930',
  ),
)
const row = fc.tuple(fc.constantFrom('A', 'B', ' A ', ''), time, cell, cell, cell, cell, cell).map((cells) => cells.join(','))

describe('a row read where it stands', () => {
  it.each([
    { name: 'as found', reading: DEFAULT_READING },
    { name: 'in another zone', reading: { ...DEFAULT_READING, timezone: 'Europe/Berlin' } },
    { name: 'as epochs', reading: { ...DEFAULT_READING, timeFormat: 'epoch_s' as const } },
  ])('is what its cells say, $name', ({ reading }) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        expect(readRows(rows, { reading })).toEqual(readRows(rows.map(quoted), { reading }))
      }),
      { numRuns: 300 },
    )
  })

  it('has the bits of its cells, however many digits they have', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), fc.integer({ min: 0, max: 15 }), (digits, decimals) => {
        const price = `${'0'.repeat(decimals)}${digits}`.replace(new RegExp(`(\\d{${decimals}})$`), '.$1')
        const read = readRows([`A,2020-01-02,${price},${price},${price},${price},1`])
        expect(read).toMatchObject({ series: [{ bars: { close: Float64Array.of(Number(price)) } }] })
      }),
    )
  })

  it('may use a decimal comma', () => {
    const reading = { ...DEFAULT_READING, decimal: ',' as const }
    const rows = ['A;2020-01-02;10,5;11;9,25;10;0', 'A;2020-01-03;10.5;11;9;10;0']
    const read = readRows(rows, { reading, header: HEADER.replaceAll(',', ';') })
    expect(read).toMatchObject({ rows: 2, series: [{ bars: { open: Float64Array.of(10.5), low: Float64Array.of(9.25) } }] })
  })

  it('is one of very many that go through a buffer of fixed size', () => {
    const rows = Array.from({ length: 140_000 }, (_, i) => `${i % 3 === 0 ? 'B' : 'A'},${1e9 + i * 60},10,12,9,${10 + (i % 97) / 100},5`)
    const read = readRows(rows) as Exclude<ReturnType<typeof readRows>, string>
    expect(read.series.map(({ symbol, bars }) => [symbol, bars.time.length])).toEqual([
      ['B', 46_667],
      ['A', 93_333],
    ])
    expect(read.series[1]!.bars.close.subarray(70_000, 70_003)).toEqual(
      Float64Array.from([70_000, 70_001, 70_002], (k) => 10 + ((Math.floor(k / 2) * 3 + 1 + (k % 2)) % 97) / 100),
    )
  })
})
