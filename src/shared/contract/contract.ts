import type { ContractRouterClient } from '@orpc/contract'
import { backtestsContract } from './backtests.ts'
import { connectionsContract } from './connections.ts'
import { csvExportsContract } from './csvExports.ts'
import { datasetsContract } from './datasets.ts'
import { gatesContract } from './gates.ts'
import { overviewContract } from './overview.ts'
import { strategiesContract } from './strategies.ts'
import { systemContract } from './system.ts'

/** Every procedure of the application, whoever calls it: window, browser, REST or command line. */
export const contract = {
  strategies: strategiesContract,
  datasets: datasetsContract,
  backtests: backtestsContract,
  gates: gatesContract,
  overview: overviewContract,
  connections: connectionsContract,
  csvExports: csvExportsContract,
  system: systemContract,
}
export type Contract = typeof contract
export type Client = ContractRouterClient<Contract>
