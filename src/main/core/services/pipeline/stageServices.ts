import { AppError } from '#shared/domain/appError.ts'
import type { BacktestService } from '../backtestService.ts'
import type { GateService } from '../gateService.ts'
import type { StrategyService } from '../strategyService.ts'
import type { SweepService } from '../sweepService.ts'
import type { ValidationService } from '../validationService.ts'

/** What the stages of a pipeline are done with. */
export interface StageServices {
  readonly strategies: StrategyService
  readonly backtests: BacktestService
  readonly sweeps: SweepService
  readonly validations: ValidationService
  readonly gates: GateService
}

/** A workspace's queue of pipelines is opened before the services it works with are built: whoever comes first waits here. */
export class PipelineStaff {
  readonly #arrived: Promise<StageServices>
  #arrive: (services: StageServices) => void = () => {}

  constructor() {
    this.#arrived = new Promise((resolve) => {
      this.#arrive = resolve
    })
  }

  arrive(services: StageServices): void {
    this.#arrive(services)
  }

  /** Rejects with `cancelled`. */
  wait(signal: AbortSignal): Promise<StageServices> {
    return new Promise((resolve, reject) => {
      const cancel = () => reject(new AppError('cancelled', 'The pipeline was stopped before it began.'))
      if (signal.aborted) return cancel()
      signal.addEventListener('abort', cancel, { once: true })
      void this.#arrived.then(resolve)
    })
  }
}
