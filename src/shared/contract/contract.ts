import type { ContractRouterClient } from '@orpc/contract'
import { auditContract } from './audit.ts'
import { backtestsContract } from './backtests.ts'
import { comparisonContract } from './comparison.ts'
import { connectionsContract } from './connections.ts'
import { csvExportsContract } from './csvExports.ts'
import { datasetsContract } from './datasets.ts'
import { evidenceContract } from './evidence.ts'
import { exportsContract } from './exports.ts'
import { gatesContract } from './gates.ts'
import { approvalsContract, holdoutsContract, reviewsContract, waiversContract } from './governance.ts'
import { overviewContract } from './overview.ts'
import { improvementsContract, pipelinesContract } from './pipelines.ts'
import { policiesContract } from './policies.ts'
import { profilesContract } from './profiles.ts'
import { readinessContract } from './readiness.ts'
import { robustnessContract } from './robustness.ts'
import { strategiesContract } from './strategies.ts'
import { sweepsContract } from './sweeps.ts'
import { systemContract } from './system.ts'
import { transfersContract } from './transfers.ts'
import { trialsContract } from './trials.ts'
import { validationsContract } from './validations.ts'

/** Every procedure of the application, whoever calls it: window, browser, REST or command line. */
export const contract = {
  strategies: strategiesContract,
  datasets: datasetsContract,
  backtests: backtestsContract,
  validations: validationsContract,
  robustness: robustnessContract,
  sweeps: sweepsContract,
  trials: trialsContract,
  pipelines: pipelinesContract,
  improvements: improvementsContract,
  gates: gatesContract,
  policies: policiesContract,
  readiness: readinessContract,
  audit: auditContract,
  approvals: approvalsContract,
  waivers: waiversContract,
  reviews: reviewsContract,
  holdouts: holdoutsContract,
  evidence: evidenceContract,
  overview: overviewContract,
  comparison: comparisonContract,
  connections: connectionsContract,
  profiles: profilesContract,
  transfers: transfersContract,
  csvExports: csvExportsContract,
  exports: exportsContract,
  system: systemContract,
}
export type Contract = typeof contract
export type Client = ContractRouterClient<Contract>
