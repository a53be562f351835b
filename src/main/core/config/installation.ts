import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** Where the parts of this copy of Aurelius are, whether it runs from source, from the build or packaged. */
export interface Installation {
  readonly version: string
  /** The built window: index.html and its assets. */
  readonly rendererDirectory: string
  readonly workerUrl: URL
  /** Daily S&P 500, 2000-2020; null = not shipped with this copy. */
  readonly sampleFile: string | null
  readonly iconFile: string
}

const packageSchema = z.object({ name: z.literal('aurelius'), version: z.string() })

/** The nearest folder above this file that holds the application's package.json. */
function findRoot(start: string): { root: string; version: string } {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (!existsSync(file)) continue
    const parsed = packageSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (parsed.success) return { root: folder, version: parsed.data.version }
  }
  throw new Error(`No package.json of Aurelius above ${start}`)
}

function findSample(root: string): string | null {
  const name = 'sp500-2000.csv'
  // Packaged, the root is app.asar inside Electron's resources folder and the sample lies beside it.
  const candidates = [join(root, '..', 'sample', name), join(root, 'node_modules', 'vega-datasets', 'data', name)]
  return candidates.find((file) => existsSync(file)) ?? null
}

export function locateInstallation(): Installation {
  const { root, version } = findRoot(import.meta.dirname)
  const runsFromSource = import.meta.url.endsWith('.ts')
  return {
    version,
    rendererDirectory: join(root, 'out', 'renderer'),
    workerUrl: pathToFileURL(join(root, runsFromSource ? 'src/main/core/jobs/runWorker.ts' : 'out/main/runWorker.js')),
    sampleFile: findSample(root),
    iconFile: join(root, 'resources', 'icon.png'),
  }
}
