import type { ContractRouterClient } from '@orpc/contract'
import { auditContract } from './audit.ts'
import { backtestsContract } from './backtests.ts'
import { comparisonContract } from './comparison.ts'
import { connectionsContract } from './connections.ts'
import { csvExportsContract } from './csvExports.ts'
import { datasetsContract } from './datasets.ts'
import { gatesContract } from './gates.ts'
import { overviewContract } from './overview.ts'
import { profilesContract } from './profiles.ts'
import { strategiesContract } from './strategies.ts'
import { systemContract } from './system.ts'
import { transfersContract } from './transfers.ts'
import { validationsContract } from './validations.ts'

/** Every procedure of the application, whoever calls it: window, browser, REST or command line. */
export const contract = {
  strategies: strategiesContract,
  datasets: datasetsContract,
  backtests: backtestsContract,
  validations: validationsContract,
  gates: gatesContract,
  audit: auditContract,
  overview: overviewContract,
  comparison: comparisonContract,
  connections: connectionsContract,
  profiles: profilesContract,
  transfers: transfersContract,
  csvExports: csvExportsContract,
  system: systemContract,
}
export type Contract = typeof contract
export type Client = ContractRouterClient<Contract>
