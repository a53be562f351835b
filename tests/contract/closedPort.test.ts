import { expect, it } from 'vitest'
import { createProbeApplication } from './probeApplication.ts'
import { TRANSPORTS } from './transports.ts'

it('a call over a port that is closed fails instead of waiting for ever', async () => {
  const line = await TRANSPORTS.find(({ name }) => name === 'MessagePort')!.open(createProbeApplication(Float64Array.of(1)))
  const id = '018f0000-0000-7000-8000-000000000001'
  expect((await line.client.backtests.positions({ id })).equity).toEqual(Float64Array.of(1))
  await line.close()
  await expect(line.client.backtests.positions({ id })).rejects.toMatchObject({ code: 'unavailable' })
})
