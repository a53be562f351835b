import { createORPCClient, ORPCError } from '@orpc/client'
import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { encodeBase64 } from '#shared/contract/base64.ts'
import { type Client, contract } from '#shared/contract/contract.ts'
import { startLoopbackHost } from '../../src/main/hosts/node/loopbackHost.ts'
import type { ServedApplication } from '../../src/main/hosts/servedApplication.ts'
import type { OpenLine } from './transports.ts'

type Fields = Record<string, unknown>

function procedureAt(path: readonly string[]): AnyContractProcedure {
  let found: unknown = contract
  for (const name of path) found = (found as Fields)[name]
  if (!isContractProcedure(found)) throw new Error(`No procedure at ${path.join('.')}`)
  return found
}

/** Query strings as people write them: lists in brackets, null left to the default. */
function toQuery(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((item, index) => [`${name}[${index}]`, String(item)]) : value == null ? [] : [[name, String(value)]],
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

/** The HTTP request that a user of the REST API would write for a call. */
function toRequest(procedure: AnyContractProcedure, input: Fields): { path: string; init: RequestInit } {
  const { method = 'POST', path: template = '' } = procedure['~orpc'].route
  const rest = { ...input }
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name])
    delete rest[name]
    return encodeURIComponent(value)
  })
  if (method === 'GET') return { path: path + toQuery(rest), init: { method } }
  const hasBody = Object.keys(rest).length > 0
  return { path, init: hasBody ? { method, body: JSON.stringify(rest), headers: { 'content-type': 'application/json' } } : { method } }
}

interface RestError {
  readonly code: string
  readonly message: string
  readonly details: unknown
}

/** Calls every procedure that has a route over HTTP; the two streams, which have none, go straight to the router. */
export async function openRest(application: ServedApplication): Promise<OpenLine> {
  const host = await startLoopbackHost({ application, appVersion: '0.0.0', rendererDirectory: '/nowhere', port: 0, log: () => {} })
  const direct = createRouterClient(application.router, { context: application.context }) as unknown as Fields
  const link = {
    call: async (path: readonly string[], input: unknown) => {
      const procedure = procedureAt(path)
      if (procedure['~orpc'].route.path === undefined) {
        const [branch = '', name = ''] = path
        return ((direct[branch] as Fields)[name] as (given: unknown) => unknown)(input)
      }
      const request = toRequest(procedure, (input ?? {}) as Fields)
      const headers = { ...request.init.headers, authorization: `Bearer ${host.token}` }
      const response = await fetch(`http://127.0.0.1:${host.port}/api/v2${request.path}`, { ...request.init, headers })
      const body: unknown = await response.json()
      if (response.ok) return body
      const { code, message, details } = body as RestError
      throw new ORPCError(code, { status: response.status, message, data: details })
    },
  }
  return { client: createORPCClient<Client>(link), close: host.close }
}

/** What REST makes of an answer: plain JSON, columns of doubles as base64. */
export function asRestJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_, item: unknown) => {
    return item instanceof Float64Array ? encodeBase64(new Uint8Array(item.buffer, item.byteOffset, item.byteLength)) : item
  })
  return JSON.parse(text)
}
