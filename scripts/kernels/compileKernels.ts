import { writeFileSync } from 'node:fs'
import { compileKernels, KERNEL_MODULE, kernelModule } from './kernelModule.ts'

/** npm run build:kernels: compiles src/kernels to WebAssembly and writes the module that carries the bytes. */
writeFileSync(KERNEL_MODULE, kernelModule(await compileKernels()))
