import { openApplication, type RunningApplication } from '#core/application.ts'
import type { ApplicationOptions, HostKind } from '#core/applicationContract.ts'
import type { Installation } from '#core/config/installation.ts'
import type { LaunchSettings } from '#core/config/launchSettings.ts'

interface Launch extends Pick<ApplicationOptions, 'vault' | 'fileDialogs' | 'desktopFiles' | 'readLog' | 'startProcess'> {
  readonly host: HostKind
  readonly settings: LaunchSettings
  readonly installation: Installation
  readonly log: (line: string) => void
}

/** Opens the application for a window, with the sample data in it at the first start. */
export function launchApplication({ host, settings, installation, log, ...system }: Launch): Promise<RunningApplication> {
  return openApplication({
    ...settings,
    ...system,
    host,
    appVersion: installation.version,
    workerUrl: installation.workerUrl,
    threads: null,
    sampleFile: installation.sampleFile,
    importSampleWhenEmpty: true,
    warmsUp: true,
    now: Date.now,
    log,
  })
}
