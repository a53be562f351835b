import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describeStrategies } from '#engine/strategies/registry.ts'
import { renderStrategies } from './renderStrategies.ts'

writeFileSync(resolve(import.meta.dirname, '../../docs/strategies.md'), renderStrategies(describeStrategies()))
