// Loaded before the built main process: whoever imports `electron` gets the stub beside this file.
import { registerHooks } from 'node:module'

const stub = new URL('./electronStub.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => (specifier === 'electron' ? { url: stub, shortCircuit: true } : next(specifier, context)),
})
