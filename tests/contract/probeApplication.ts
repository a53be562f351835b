import { implement } from '@orpc/server'
import type { RouterContext } from '#core/router/router.ts'
import { contract } from '#shared/contract/contract.ts'
import type { ServedApplication } from '../../src/main/hosts/servedApplication.ts'

const os = implement(contract).$context<RouterContext>()

export interface ProbeApplication extends ServedApplication {
  /** Resolves when previewCsv, which never ends by itself, has begun. */
  readonly begun: Promise<void>
  /** Resolves when the procedure of that name has seen its caller go away. */
  readonly abandoned: (procedure: 'previewCsv' | 'watch') => Promise<void>
}

function createBell(): { ring: () => void; rung: Promise<void> } {
  let ring = () => {}
  const rung = new Promise<void>((resolve) => {
    ring = resolve
  })
  return { ring: () => ring(), rung }
}

/** Procedures that show what a transport does to a call: one that never ends, one endless stream, one that echoes bits. */
export function createProbeApplication(columns: Float64Array): ProbeApplication {
  const begun = createBell()
  const bells = { previewCsv: createBell(), watch: createBell() }
  const router = {
    datasets: {
      previewCsv: os.datasets.previewCsv.handler(async ({ signal }) => {
        begun.ring()
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
        bells.previewCsv.ring()
        throw signal?.reason
      }),
    },
    backtests: {
      positions: os.backtests.positions.handler(() => {
        const column = new Float64Array(columns)
        return { time: column, close: column, cash: column, units: column, equity: column }
      }),
      watch: os.backtests.watch.handler(async function* ({ signal }) {
        try {
          for (let step = 0; !signal?.aborted; step++) {
            yield {
              kind: 'progress' as const,
              backtestId: '018f0000-0000-7000-8000-000000000000',
              progress: step / 1e6,
              barsPerSecond: null,
            }
            await new Promise((resolve) => setTimeout(resolve, 5))
          }
        } finally {
          bells.watch.ring()
        }
      }),
    },
  }
  const context: RouterContext = {
    services: () => {
      throw new Error('The probe has no services')
    },
    log: () => {},
  }
  return {
    router: router as unknown as ServedApplication['router'],
    context,
    begun: begun.rung,
    abandoned: (procedure) => bells[procedure].rung,
  }
}
