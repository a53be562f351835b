import { decodeBase64 } from '#shared/contract/base64.ts'
import type { ContractImplementer } from './implementer.ts'

/** Market data: what is there, how it comes in, what is made of it. */
export function implementDatasets(os: ContractImplementer) {
  return {
    datasets: {
      list: os.datasets.list.handler(({ context, input }) => context.services().datasets.list(input)),
      get: os.datasets.get.handler(({ context, input }) => context.services().datasets.get(input.id)),
      previewCsv: os.datasets.previewCsv.handler(({ context, input, signal }) => context.services().datasets.previewCsv(input, signal)),
      bars: os.datasets.bars.handler(({ context, input }) => context.services().datasets.bars(input.id, input.symbol)),
      openUpload: os.datasets.openUpload.handler(({ context, input }) => context.services().datasets.openUpload(input.byteLength)),
      appendUpload: os.datasets.appendUpload.handler(({ context, input }) =>
        context.services().datasets.appendUpload(input.uploadId, { offset: input.offset, bytes: decodeBase64(input.base64) }),
      ),
      closeUpload: os.datasets.closeUpload.handler(({ context, input }) => context.services().datasets.closeUpload(input.uploadId)),
      previewUpload: os.datasets.previewUpload.handler(({ context, input, signal }) =>
        context.services().datasets.previewUpload(input, signal),
      ),
      importUpload: os.datasets.importUpload.handler(({ context, input, signal }) =>
        context.services().datasets.importUpload(input, signal),
      ),
      importCsv: os.datasets.importCsv.handler(({ context, input }) => context.services().datasets.importCsv(input)),
      update: os.datasets.update.handler(({ context, input: { id, ...facts } }) => context.services().datasets.update(id, facts)),
      resample: os.datasets.resample.handler(({ context, input }) => context.services().datasets.resample(input)),
      importSynthetic: os.datasets.importSynthetic.handler(({ context, input }) => context.services().datasets.importSynthetic(input)),
      importSample: os.datasets.importSample.handler(({ context }) => context.services().datasets.importSample()),
      countDependents: os.datasets.countDependents.handler(({ context, input }) => context.services().datasets.countDependents(input.id)),
      delete: os.datasets.delete.handler(({ context, input }) => context.services().datasets.delete(input.id)),
    },
  }
}
