import type { z } from 'zod';
import { InvalidInput } from '../errors/invalid-input.js';
import { inputShape, type Shape } from './shape.js';

export interface HttpRequestParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

interface Taking {
  readonly method: string;
  readonly input: z.ZodType;
}

/** Path, query and body as one object. What a path says, a body may not say again. */
export function httpInput(operation: Taking, request: HttpRequestParts): unknown {
  const shape = inputShape(operation.input);
  const fromPath = spoken(request.params ?? {}, shape);
  const isQuery = operation.method === 'GET' || operation.method === 'DELETE';
  const rest = isQuery ? spoken(request.query ?? {}, shape) : bodyOf(request.body);
  const twice = Object.keys(fromPath).filter((name) => name in rest);
  if (twice.length > 0) throw new InvalidInput(`Said twice, in the path and beside it: ${twice.join(', ')}`);
  return { ...rest, ...fromPath };
}

function bodyOf(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw new InvalidInput('The body must be a JSON object');
  return body as Record<string, unknown>;
}

/** Text of an address becomes what the schema asks for; what does not look like it is left for the schema to refuse. */
function spoken(texts: Readonly<Record<string, unknown>>, shape: Shape): Record<string, unknown> {
  const fields = shape.kind === 'message' ? shape.fields : [];
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => {
      const field = fields.find((candidate) => candidate.name === name);
      return [name, field ? read(value, field.shape) : value];
    }),
  );
}

function read(value: unknown, shape: Shape): unknown {
  if (shape.kind === 'list') {
    const parts = Array.isArray(value) ? (value as unknown[]) : String(value).split(',');
    return parts.filter((part) => part !== '').map((part) => read(part, shape.of));
  }
  if (typeof value !== 'string') return value;
  if ((shape.kind === 'int' || shape.kind === 'double') && /^-?\d+(\.\d+)?$/.test(value))
    return Number(value);
  if (shape.kind === 'bool' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
