import type { AnyContractProcedure } from '@orpc/contract'
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
import { toErrorBody } from './errorReply.ts'

export const REST_PREFIX = '/api/v1'

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

/** The procedures as a REST API under {@link REST_PREFIX}. */
export function createRestHandler({ router }: ServedApplication, bodyLimitBytes: number): OpenAPIHandler<RouterContext> {
  return new OpenAPIHandler(router, {
    filter: hasRoute,
    plugins: [new SmartCoercionPlugin({ schemaConverters }), new BodyLimitPlugin({ maxBodySize: bodyLimitBytes })],
    customJsonSerializers: restWireSerializers,
    customErrorResponseBodyEncoder: toErrorBody,
  })
}

/** The OpenAPI 3.1 document of the REST API. */
export function describeRestApi(version: string): ReturnType<OpenAPIGenerator['generate']> {
  const generator = new OpenAPIGenerator({ schemaConverters, customJsonSerializers: restWireSerializers })
  return generator.generate(contract, {
    info: { title: 'Aurelius', version, description: 'Strategies, backtests and evidence gates of the running application.' },
    servers: [{ url: REST_PREFIX }],
    security: [{ launchToken: [] }],
    components: { securitySchemes: { launchToken: { type: 'http', scheme: 'bearer' } } },
    filter: hasRoute,
    customErrorResponseBodySchema: () => ({
      type: 'object',
      properties: { code: { type: 'string' }, message: { type: 'string' }, details: { type: 'object' } },
      required: ['code', 'message', 'details'],
    }),
  })
}
