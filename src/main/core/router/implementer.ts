import { type ImplementerInternalWithMiddlewares, implement } from '@orpc/server'
import { type Contract, contract } from '#shared/contract/contract.ts'
import type { Services } from '../services/services.ts'
import { toWireError } from './encodeErrors.ts'

export interface RouterContext {
  /** Looked up at every call: the services change when the user switches to another database. */
  readonly services: () => Services
  readonly log: (line: string) => void
}

/** Named, because the inferred type grows with every procedure beyond what the compiler writes down. */
export type ContractImplementer = ImplementerInternalWithMiddlewares<Contract, RouterContext & Record<never, never>, RouterContext>

/** The contract with its context; this is the only place that maps errors. */
export function createImplementer(): ContractImplementer {
  const implementer = implement(contract)
    .$context<RouterContext>()
    .use(async ({ context, next }) => {
      try {
        return await next()
      } catch (error) {
        throw toWireError(error, context.log)
      }
    })
  return implementer
}
