import type { ContractImplementer } from './implementer.ts'

/** Which database is in use, the ones that are saved, and moving whole databases. */
export function implementConnections(os: ContractImplementer) {
  return {
    connections: {
      current: os.connections.current.handler(({ context }) => context.services().connections.current()),
      test: os.connections.test.handler(({ context, input }) => context.services().connections.test(input)),
      parseUrl: os.connections.parseUrl.handler(({ context, input }) => context.services().connections.parseUrl(input.url)),
      formatUrl: os.connections.formatUrl.handler(({ context, input }) => ({
        url: context.services().connections.formatUrl(input.connection),
      })),
      retry: os.connections.retry.handler(({ context }) => context.services().connections.retry()),
      previewAdoption: os.connections.previewAdoption.handler(({ context, input }) =>
        context.services().connections.previewAdoption(input),
      ),
      adopt: os.connections.adopt.handler(({ context, input }) => context.services().connections.adopt(input)),
      switchTo: os.connections.switchTo.handler(({ context, input }) => context.services().connections.switchTo(input)),
    },
    profiles: {
      list: os.profiles.list.handler(({ context }) => context.services().profiles.list()),
      save: os.profiles.save.handler(({ context, input }) => context.services().profiles.save(input)),
      delete: os.profiles.delete.handler(({ context, input }) => context.services().profiles.delete(input.id)),
    },
    transfers: {
      start: os.transfers.start.handler(({ context, input }) => context.services().transfers.start(input)),
      list: os.transfers.list.handler(({ context }) => context.services().transfers.list()),
      cancel: os.transfers.cancel.handler(({ context, input }) => context.services().transfers.cancel(input.id)),
      backups: os.transfers.backups.handler(({ context }) => context.services().transfers.backups()),
      schedule: os.transfers.schedule.handler(({ context, input }) => context.services().transfers.schedule(input)),
      chooseFile: os.transfers.chooseFile.handler(({ context, input }) => context.services().transfers.chooseFile(input)),
    },
  }
}
