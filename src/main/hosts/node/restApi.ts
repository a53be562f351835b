import { type AnyContractProcedure, type AnyContractRouter, isContractProcedure } from '@orpc/contract'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import type { AnyProcedure } from '@orpc/server'
import { BodyLimitPlugin } from '@orpc/server/node'
import { JSON_SCHEMA_REGISTRY, ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { RouterContext } from '#core/router/router.ts'
import { contract } from '#shared/contract/contract.ts'
import { restWireSerializers } from '#shared/contract/wireSerializers.ts'
import { seriesSchema } from '#shared/domain/primitives.ts'
import type { ServedApplication } from '../servedApplication.ts'
import { DOWNLOAD_PATHS } from './downloads.ts'
import { toErrorBody } from './errorReply.ts'
import { olderContract } from './olderApi/olderContract.ts'
import { createOlderRouter } from './olderApi/olderRouter.ts'

/** The older paths, and the contract's wherever no older path has the same name. */
export const OLDER_PREFIX = '/api/v1'
/** The contract alone. */
export const CONTRACT_PREFIX = '/api/v2'
export type RestPrefix = typeof OLDER_PREFIX | typeof CONTRACT_PREFIX

const schemaConverters = [new ZodToJsonSchemaConverter()]

JSON_SCHEMA_REGISTRY.add(seriesSchema, {
  type: 'string',
  contentEncoding: 'base64',
  description: 'Column of doubles: base64 of their little-endian IEEE 754 bytes, 8 per value; NaN marks a missing value.',
})

/** Procedures without a route of their own are streams for the window; REST does not offer them. */
function hasRoute({ contract: procedure }: { contract: AnyContractProcedure | AnyProcedure }): boolean {
  return procedure['~orpc'].route.path !== undefined
}

type RestHandler = OpenAPIHandler<RouterContext>

/** What answers below each prefix, the first that knows the path. */
export function createRestHandlers(
  application: ServedApplication,
  bodyLimitBytes: number,
): Readonly<Record<RestPrefix, readonly RestHandler[]>> {
  const options = () => ({
    filter: hasRoute,
    plugins: [
      new SmartCoercionPlugin<RouterContext>({ schemaConverters }),
      new BodyLimitPlugin<RouterContext>({ maxBodySize: bodyLimitBytes }),
    ],
    customJsonSerializers: restWireSerializers,
    customErrorResponseBodyEncoder: toErrorBody,
  })
  const ofContract = new OpenAPIHandler<RouterContext>(application.router, options())
  const older = new OpenAPIHandler<RouterContext>(createOlderRouter(application), options())
  return { [OLDER_PREFIX]: [older, ofContract], [CONTRACT_PREFIX]: [ofContract] }
}

const routeName = (procedure: AnyContractProcedure) => {
  const { method, path } = procedure['~orpc'].route
  return `${method} ${path?.replace(/\{\w+\}/g, '{}')}`
}

function proceduresOf(router: AnyContractRouter): AnyContractProcedure[] {
  return isContractProcedure(router) ? [router] : Object.values(router).flatMap(proceduresOf)
}

type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>

/** The OpenAPI 3.1 document of everything below a prefix. */
export async function describeRestApi(prefix: RestPrefix, version: string): Promise<Document> {
  const isOlder = prefix === OLDER_PREFIX
  const taken = new Set(isOlder ? proceduresOf(olderContract).map(routeName) : [])
  const generator = new OpenAPIGenerator({ schemaConverters, customJsonSerializers: restWireSerializers })
  const olderProcedures = new Set<unknown>(proceduresOf(olderContract))
  const document = await generator.generate(isOlder ? { ...contract, older: olderContract } : contract, {
    info: { title: 'Aurelius', version, description: isOlder ? OLDER_WORDS : CONTRACT_WORDS },
    servers: [{ url: prefix }],
    security: [{ launchToken: [] }],
    components: { securitySchemes: { launchToken: { type: 'http', scheme: 'bearer' } } },
    filter: ({ contract: procedure }) =>
      hasRoute({ contract: procedure }) && (olderProcedures.has(procedure) || !taken.has(routeName(procedure as AnyContractProcedure))),
    customErrorResponseBodySchema: () => ({
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: { type: 'object' } },
      required: ['code', 'message', 'details'],
    }),
  })
  return { ...document, paths: { ...document.paths, ...downloadPaths() } }
}

const OLDER_WORDS = `Strategies, backtests and evidence gates of the running application. The paths under "Older paths" keep the names of the
older system and its units: total_return, max_drawdown, win_rate, avg_trade and the returns, drawdowns and degradation of
windows are percent (15.2 is 15.2%). Every other path is that of ${CONTRACT_PREFIX}: fractions (0.152).`
const CONTRACT_WORDS =
  'Strategies, backtests and evidence gates of the running application. Rates and returns are fractions: 0.152 is 15.2%.'

function downloadPaths(): NonNullable<Document['paths']> {
  return Object.fromEntries(
    Object.entries(DOWNLOAD_PATHS).map(([path, summary]) => [
      path,
      {
        get: {
          summary,
          parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
            name: name ?? '',
            in: 'path' as const,
            required: true,
            schema: { type: 'string' as const },
          })),
          responses: { '200': { description: 'The file' } },
        },
      },
    ]),
  )
}
