import type { ContractImplementer } from './implementer.ts'

/** The record of changes, and what people decide on top of the gates. */
export function implementGovernance(os: ContractImplementer) {
  return {
    audit: {
      list: os.audit.list.handler(({ context, input }) => context.services().audit.list(input)),
      actors: os.audit.actors.handler(({ context }) => context.services().audit.actors()),
      head: os.audit.head.handler(({ context }) => context.services().audit.head()),
      verify: os.audit.verify.handler(({ context, input, signal }) => context.services().audit.verify(input.known, signal)),
    },
    approvals: {
      list: os.approvals.list.handler(({ context, input }) => context.services().approvals.list(input.strategyId)),
      asOf: os.approvals.asOf.handler(({ context, input }) => context.services().approvals.asOf(input.date)),
      approve: os.approvals.approve.handler(({ context, input }) => context.services().approvals.approve(input)),
      revoke: os.approvals.revoke.handler(({ context, input }) => context.services().approvals.revoke(input.id)),
      roles: os.approvals.roles.handler(({ context }) => context.services().approvals.roles()),
      grantRole: os.approvals.grantRole.handler(({ context, input }) => context.services().approvals.grantRole(input)),
      revokeRole: os.approvals.revokeRole.handler(({ context, input }) => context.services().approvals.revokeRole(input)),
    },
    waivers: {
      list: os.waivers.list.handler(({ context, input }) => context.services().waivers.list(input.strategyId)),
      grant: os.waivers.grant.handler(({ context, input }) => context.services().waivers.grant(input)),
      revoke: os.waivers.revoke.handler(({ context, input }) => context.services().waivers.revoke(input.id)),
    },
    reviews: {
      list: os.reviews.list.handler(({ context, input }) => context.services().reviews.list(input.strategyId)),
      note: os.reviews.note.handler(({ context, input }) => context.services().reviews.note(input)),
      resolve: os.reviews.resolve.handler(({ context, input }) => context.services().reviews.resolve(input)),
    },
    evidence: {
      export: os.evidence.export.handler(({ context, input, signal }) => context.services().evidence.export(input, signal)),
    },
    holdouts: {
      get: os.holdouts.get.handler(({ context, input }) => context.services().holdouts.get(input.datasetId)),
      lock: os.holdouts.lock.handler(({ context, input }) => context.services().holdouts.lock(input)),
      open: os.holdouts.open.handler(({ context, input }) => context.services().holdouts.open(input)),
    },
  }
}
