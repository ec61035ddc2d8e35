import { z } from 'zod';

/** What both wires need to know of a schema. Made from its JSON Schema, so that zod stays the one source. */
export type Shape =
  | { readonly kind: 'string' | 'instant' | 'int' | 'double' | 'bool' | 'json' }
  | { readonly kind: 'enum'; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'texts' }
  | MessageShape;

export interface MessageShape {
  readonly kind: 'message';
  readonly name: string;
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
}

export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
}

const cache = { input: new WeakMap<z.ZodType, Shape>(), output: new WeakMap<z.ZodType, Shape>() };

export const inputShape = (schema: z.ZodType): Shape => shapeOf(schema, 'input');
export const outputShape = (schema: z.ZodType): Shape => shapeOf(schema, 'output');

function shapeOf(schema: z.ZodType, io: 'input' | 'output'): Shape {
  const known = cache[io].get(schema);
  if (known) return known;
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  const shape = read(json, json.$defs ?? {}, 'Anonymous');
  cache[io].set(schema, shape);
  return shape;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function read(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>, place: string): Shape {
  if (schema.$ref) {
    const name = schema.$ref.replace(/^#\/\$defs\//, '');
    const target = defs[name];
    if (!target)
      throw new Error(
        `${place}: ${schema.$ref} leads nowhere; schemas that contain themselves are not supported`,
      );
    return read({ id: name, ...target }, defs, name);
  }
  const name = schema.id ?? place;
  if (schema.enum) return { kind: 'enum', name, words: schema.enum.map(String) };
  if (schema.const !== undefined)
    return { kind: 'enum', name, words: [JSON.stringify(schema.const).replaceAll('"', '')] };
  switch (schema.type) {
    case 'string':
      return { kind: schema.format === 'date-time' ? 'instant' : 'string' };
    case 'integer':
      return { kind: 'int' };
    case 'number':
      return { kind: 'double' };
    case 'boolean':
      return { kind: 'bool' };
    case 'array':
      return { kind: 'list', of: read(schema.items ?? {}, defs, name) };
    case 'object':
      return objectShape(schema, defs, name);
    default:
      return { kind: 'json' };
  }
}

function objectShape(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>, name: string): Shape {
  if (!schema.properties) {
    const values = schema.additionalProperties;
    return typeof values === 'object' && values.type === 'string' ? { kind: 'texts' } : { kind: 'json' };
  }
  const required = schema.required ?? [];
  const fields = Object.entries(schema.properties).map(([field, value]) => ({
    name: field,
    shape: read(value, defs, name + capital(field)),
    required: required.includes(field),
  }));
  return { kind: 'message', name, fields };
}
