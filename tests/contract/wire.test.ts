import { afterEach, describe, expect, it } from 'vitest'
import { createProbeApplication, type ProbeApplication } from './probeApplication.ts'
import { type OpenLine, TRANSPORTS } from './transports.ts'

const id = '018f0000-0000-7000-8000-000000000001'

/** Values that JSON or a careless copy would change, an odd NaN among them, then enough to fill more than a MiB. */
function awkwardDoubles(): Float64Array {
  const doubles = new Float64Array(150_000)
  doubles.set([0, -0, 1 / 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 5e-324, Number.MAX_VALUE])
  new BigUint64Array(doubles.buffer)[8] = 0x7ff8_dead_beef_0001n
  for (let i = 9; i < doubles.length; i++) doubles[i] = Math.sin(i) * 10 ** ((i % 40) - 20)
  return doubles
}

const bitsOf = (doubles: Float64Array) => Buffer.from(doubles.buffer, doubles.byteOffset, doubles.byteLength)

describe.each(TRANSPORTS)('over a $name', ({ open }) => {
  let line: OpenLine
  const start = async (application: ProbeApplication) => {
    line = await open(application)
    return line.client
  }
  afterEach(() => line.close())

  it('a column of doubles arrives bit for bit', async () => {
    const sent = awkwardDoubles()
    const client = await start(createProbeApplication(sent))
    const received = await client.backtests.positions({ id })
    expect(received.equity).toBeInstanceOf(Float64Array)
    for (const column of Object.values(received)) expect(bitsOf(column).equals(bitsOf(sent))).toBe(true)
  })

  it('a call that is given up stops on the other side', async () => {
    const application = createProbeApplication(new Float64Array())
    const client = await start(application)
    const givenUp = new AbortController()
    const call = client.datasets.previewCsv({ text: 'x' }, { signal: givenUp.signal })
    await application.begun
    givenUp.abort()
    await expect(call).rejects.toThrow()
    await application.abandoned('previewCsv')
  })

  it('a stream brings its events in order and ends on the other side when it is left', async () => {
    const application = createProbeApplication(new Float64Array())
    const client = await start(application)
    const steps: number[] = []
    for await (const event of await client.backtests.watch()) {
      if (event.kind === 'progress') steps.push(Math.round(event.progress * 1e6))
      if (steps.length === 5) break
    }
    expect(steps).toEqual([0, 1, 2, 3, 4])
    await application.abandoned('watch')
  })

  it('a stream ends on the other side when its signal fires', async () => {
    const application = createProbeApplication(new Float64Array())
    const client = await start(application)
    const left = new AbortController()
    const events = await client.backtests.watch(undefined, { signal: left.signal })
    expect((await events.next()).done).toBe(false)
    left.abort()
    // A direct call has no line that could carry the news: its stream notices when it is asked for more.
    await events.next().catch(() => undefined)
    await application.abandoned('watch')
  })
})
