import { implement } from '@orpc/server'
import type { RouterContext } from '#core/router/router.ts'
import { contract } from '#shared/contract/contract.ts'
import { AppError } from '#shared/domain/appError.ts'
import type { ServedApplication } from '../../src/main/hosts/servedApplication.ts'

const os = implement(contract).$context<RouterContext>()

const context: RouterContext = {
  services: () => {
    throw new AppError('unavailable', 'The fake application has no services.')
  },
  log: () => {},
}

/** Three procedures are enough to see whether a request reached the application; the contract suite covers the rest. */
export function createFakeApplication(): ServedApplication {
  const router = {
    system: {
      info: os.system.info.handler(() => ({
        version: '1.2.3',
        engineVersion: '1',
        host: 'browser' as const,
        platform: 'test',
        dataDirectory: '/data',
        workerThreads: 1,
      })),
    },
    datasets: {
      previewCsv: os.datasets.previewCsv.handler(({ input }) => {
        throw new AppError('data_invalid', `read ${input.text.length} characters`)
      }),
    },
    backtests: {
      watch: os.backtests.watch.handler(async function* () {
        yield { kind: 'progress' as const, backtestId: '018f0000-0000-7000-8000-000000000000', progress: 0.5, barsPerSecond: null }
      }),
    },
  }
  return { router: router as unknown as ServedApplication['router'], context }
}
