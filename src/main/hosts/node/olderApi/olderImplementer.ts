import { createRouterClient, implement } from '@orpc/server'
import { toWireError } from '#core/router/encodeErrors.ts'
import type { RouterContext } from '#core/router/router.ts'
import type { Client } from '#shared/contract/contract.ts'
import type { ServedApplication } from '../../servedApplication.ts'
import { olderContract } from './olderContract.ts'

export function createOlderImplementer() {
  return implement(olderContract)
    .$context<RouterContext>()
    .use(async ({ context, next }) => {
      try {
        return await next()
      } catch (error) {
        throw toWireError(error, context.log)
      }
    })
}
export type OlderImplementer = ReturnType<typeof createOlderImplementer>

/** The procedures that the window uses, called directly. */
export function directClient({ router, context }: ServedApplication): Client {
  return createRouterClient(router, { context })
}
