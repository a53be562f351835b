import type { ContractImplementer } from './implementer.ts'

/** What is read across many rows at once, or leaves as files. */
export function implementReports(os: ContractImplementer) {
  return {
    overview: {
      get: os.overview.get.handler(({ context }) => context.services().overview.get()),
      trends: os.overview.trends.handler(({ context }) => context.services().overview.trends()),
    },
    comparison: { get: os.comparison.get.handler(({ context, input }) => context.services().comparison.get(input)) },
    csvExports: {
      stream: os.csvExports.stream.handler(({ context, input }) => context.services().csvExports.stream(input)),
    },
    exports: {
      document: os.exports.document.handler(({ context, input }) => context.services().exports.document(input)),
      pdf: os.exports.pdf.handler(({ context, input }) => context.services().exports.pdf(input)),
      dragOut: os.exports.dragOut.handler(({ context, input }) => context.services().exports.dragOut(input)),
      folder: os.exports.folder.handler(({ context, input }) => context.services().exports.folder(input)),
    },
  }
}
