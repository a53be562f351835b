import type { Router } from '@orpc/server'
import type { RouterContext } from '#core/router/router.ts'
import type { Contract } from '#shared/contract/contract.ts'

/** What a transport needs of the application: the procedures and what they are called with. */
export interface ServedApplication {
  readonly router: Router<Contract, RouterContext>
  readonly context: RouterContext
}
