/** Version of the engine's semantics: it changes whenever any run's ledger could change, and only then. */
export const ENGINE_VERSION = '3.0.0'
