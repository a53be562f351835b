export function isBuildStale(): boolean
export function ensureFreshBuild(): boolean
