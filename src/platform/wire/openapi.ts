import { z } from 'zod';
import { ERRORS } from '../errors/error-table.js';
import type { Operation } from './operation.js';
import type { JsonSchema } from './shape.js';

export type OpenApi = Readonly<Record<string, unknown>>;

/** By rpc: what it is asked for, path and query included. */
export type Examples = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface ApiFacts {
  readonly version: string;
  readonly examples: Examples;
}

/** OpenAPI 3.1 of every operation, from the same schemas that check and answer. */
export function writeOpenApi(operations: readonly Operation[], { version, examples }: ApiFacts): OpenApi {
  const schemas: Record<string, unknown> = { Problem: PROBLEM };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = `/api/v1${operation.path.replace(/:(\w+)/g, '{$1}')}`;
    (paths[path] ??= {})[operation.method.toLowerCase()] = describe(
      operation,
      schemas,
      examples[operation.rpc],
    );
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Barry',
      version,
      description:
        'Rings the right operations team until somebody takes it, and tracks the incident until it is fixed. Every operation is also an RPC; the protos are served by reflection.',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...new Set(operations.map((o) => o.module))].map((name) => ({
      name,
      description: tagOf(operations, name),
    })),
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}

function describe(
  operation: Operation,
  schemas: Record<string, unknown>,
  example: Examples[string] = {},
): OpenApi {
  const whole = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  // A named schema comes as a reference to itself.
  const input = whole.$defs?.[whole.$ref?.replace('#/$defs/', '') ?? ''] ?? whole;
  const fields = Object.entries(input.properties ?? {});
  const inPath = fields.filter(([name]) => operation.path.includes(`:${name}`));
  const rest = fields.filter(([name]) => !operation.path.includes(`:${name}`));
  const isQuery = operation.method === 'GET' || operation.method === 'DELETE';
  collect(whole, schemas);
  const parameter =
    (place: string) =>
    ([name, schema]: readonly [string, JsonSchema]) => ({
      name,
      in: place,
      required: place === 'path' || (input.required ?? []).includes(name),
      schema: linked(schema),
      ...(example[name] === undefined ? {} : { example: example[name] }),
    });
  const bodySchema = {
    type: 'object',
    properties: Object.fromEntries(rest.map(([name, schema]) => [name, linked(schema)])),
    required: (input.required ?? []).filter((name) => rest.some(([field]) => field === name)),
    additionalProperties: false,
  };
  const bodyName = `${operation.rpc}Body`;
  const hasBody = !isQuery && rest.length > 0;
  if (hasBody) schemas[bodyName] = bodySchema;
  return {
    operationId: camel(operation.rpc),
    tags: [operation.module],
    summary: operation.summary,
    description: `gRPC: \`barry.${operation.module}.v1.${operation.service}/${operation.rpc}\`. Right: \`${operation.allow}\`.`,
    ...(operation.allow === 'public' ? { security: [] } : {}),
    parameters: [...inPath.map(parameter('path')), ...(isQuery ? rest.map(parameter('query')) : [])],
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${bodyName}` },
                ...(rest.some(([name]) => name in example)
                  ? {
                      example: Object.fromEntries(
                        rest.flatMap(([name]) => (name in example ? [[name, example[name]]] : [])),
                      ),
                    }
                  : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      [operation.created ? '201' : '200']: {
        description: 'Done',
        content: { 'application/json': { schema: outputSchema(operation, schemas) } },
      },
      '4XX': problemOf((http) => http < 500),
      '5XX': problemOf((http) => http >= 500),
    },
  };
}

/** Of which services of the gRPC API these are the operations. */
function tagOf(operations: readonly Operation[], name: string): string {
  const services = new Set(operations.filter(({ module }) => module === name).map(({ service }) => service));
  return [...services].map((service) => `\`barry.${name}.v1.${service}\``).join(', ');
}

function problemOf(isOfThese: (http: number) => boolean): OpenApi {
  const kinds = Object.entries(ERRORS).filter(([, { http }]) => isOfThese(http));
  return {
    description: `A problem: ${kinds.map(([kind, { http }]) => `${http} ${kind}`).join(', ')}`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function outputSchema(operation: Operation, schemas: Record<string, unknown>): unknown {
  const output = z.toJSONSchema(operation.output, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
  collect(output, schemas);
  const { $defs: _, ...own } = output;
  if (!output.id) return linked(own);
  schemas[output.id] = cleaned(own);
  return { $ref: `#/components/schemas/${output.id}` };
}

/** Named schemas move to the components. Of one name in requests and answers, the answer's form stays. */
function collect(schema: JsonSchema, schemas: Record<string, unknown>): void {
  for (const [name, definition] of Object.entries(schema.$defs ?? {})) schemas[name] ??= cleaned(definition);
}

const cleaned = (schema: JsonSchema): unknown => linked(schema);

function linked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(linked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$schema' && key !== '$defs' && key !== 'id')
      .map(([key, item]) =>
        key === '$ref' && typeof item === 'string'
          ? [key, item.replace('#/$defs/', '#/components/schemas/')]
          : [
              key,
              key === 'properties'
                ? Object.fromEntries(Object.entries(item as object).map(([k, v]) => [k, linked(v)]))
                : linked(item),
            ],
      ),
  );
}

const camel = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const PROBLEM = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; branch on this.' },
    details: { type: 'object', additionalProperties: true },
  },
  required: ['type', 'title', 'status', 'code', 'details'],
};
