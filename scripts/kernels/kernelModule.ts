import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const SOURCE = new URL('../../src/kernels/', import.meta.url)
/** What the engine imports: it reads no files, so the bytes come as a module. */
export const KERNEL_MODULE = new URL('../../src/engine/kernels/kernelBytes.ts', import.meta.url)

/**
 * No runtime (the kernels free all memory at once), no checks of bounds (the memory ends them), and no abort to import.
 * Nothing here may change a bit of a result: neither fast mathematics nor relaxed vectors.
 */
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '--noAssert', '--use', 'abort=', '-O3']

/** The bytes of the kernels as compiled from their source now. @throws Error with the compiler's words. */
export async function compileKernels(): Promise<Uint8Array> {
  let bytes: Uint8Array | null = null
  const { error, stderr } = await main(['index.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name) => readSource(name),
    writeFile: (name, contents) => {
      if (name === 'kernels.wasm' && typeof contents !== 'string') bytes = contents
    },
    listFiles: () => [],
  })
  if (error !== null || bytes === null) throw new Error(`The kernels do not compile: ${stderr.toString()}`)
  return bytes
}

/** null where there is no such file: the compiler then looks for it elsewhere. */
function readSource(name: string): string | null {
  try {
    return readFileSync(fileURLToPath(new URL(name, SOURCE)), 'utf8')
  } catch {
    return null
  }
}

export function kernelModule(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,120}/g) ?? []
  const quoted = lines.map((line) => `  '${line}',`).join('\n')
  return `/** src/kernels compiled to WebAssembly, in base64. Written by \`npm run build:kernels\`; a test compares it with its source. */\nexport const KERNEL_BYTES = [\n${quoted}\n].join('')\n`
}
