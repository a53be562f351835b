import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileKernels, KERNEL_MODULE, kernelModule } from '../../scripts/kernels/kernelModule.ts'

it('the kernels that the engine carries are those of src/kernels (npm run build:kernels writes them)', async () => {
  expect(readFileSync(KERNEL_MODULE, 'utf8')).toBe(kernelModule(await compileKernels()))
}, 60_000)
