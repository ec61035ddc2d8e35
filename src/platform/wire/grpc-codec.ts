import type { z } from 'zod';
import { type FieldShape, inputShape, outputShape, type Shape } from './shape.js';

/**
 * Between the JSON of the views and the objects of proto-loader (`longs: String, enums: String, defaults: false`).
 * Every scalar is `optional` in our protos, so absent means absent on both wires.
 */
export const grpcInput = (schema: z.ZodType, message: unknown): unknown =>
  fromProto(message ?? {}, inputShape(schema), true);
export const grpcOutput = (schema: z.ZodType, view: unknown): unknown => toProto(view, outputShape(schema));
/** For clients: the two ways round. */
export const grpcRequest = (schema: z.ZodType, input: unknown): unknown =>
  toProto(input, inputShape(schema), true);
export const grpcReply = (schema: z.ZodType, message: unknown): unknown =>
  fromProto(message, outputShape(schema), false);

export const enumWord = (name: string, word: string): string => `${constant(name)}_${constant(word)}`;

const constant = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();

/** An optional list of an input has a wrapper, because protobuf cannot tell an empty list from none. */
export const isWrapped = (field: FieldShape, isInput: boolean): boolean =>
  isInput && field.shape.kind === 'list' && !field.required;

type Fields = Readonly<Record<string, unknown>>;

function fromProto(value: unknown, shape: Shape, isInput: boolean): unknown {
  switch (shape.kind) {
    case 'instant':
      return instantText(value);
    case 'enum':
      return shape.words.find((word) => enumWord(shape.name, word) === value) ?? value;
    case 'json':
      return fromStructValue(value as StructValue);
    case 'list':
      return ((value ?? []) as unknown[]).map((item) => fromProto(item, shape.of, isInput));
    case 'message': {
      const given = (value ?? {}) as Fields;
      const entries = shape.fields.flatMap((field) => {
        const item = given[field.name];
        if (item === undefined || item === null)
          return emptyOf(field, isInput) === undefined
            ? []
            : [[field.name, emptyOf(field, isInput)] as const];
        const inner = isWrapped(field, isInput) ? (item as { values?: unknown[] }).values : item;
        return [[field.name, fromProto(inner, field.shape, isInput)] as const];
      });
      return Object.fromEntries(entries);
    }
    default:
      return value;
  }
}

/** A repeated field or a map that was not sent is an empty one. */
function emptyOf(field: FieldShape, isInput: boolean): unknown {
  if (field.shape.kind === 'list' && !isWrapped(field, isInput) && field.required) return [];
  if (field.shape.kind === 'texts' && field.required) return {};
  return undefined;
}

function toProto(value: unknown, shape: Shape, isInput = false): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.kind) {
    case 'instant':
      return timestampOf(value as string);
    case 'enum':
      return enumWord(shape.name, value as string);
    case 'json':
      return toStructValue(value);
    case 'list':
      return (value as unknown[]).map((item) => toProto(item, shape.of, isInput));
    case 'message':
      return Object.fromEntries(
        shape.fields.map((field) => {
          const item = toProto((value as Fields)[field.name], field.shape, isInput);
          return [field.name, item !== undefined && isWrapped(field, isInput) ? { values: item } : item];
        }),
      );
    default:
      return value;
  }
}

interface Timestamp {
  readonly seconds?: string | number;
  readonly nanos?: number;
}

function instantText(value: unknown): unknown {
  const { seconds = 0, nanos = 0 } = (value ?? {}) as Timestamp;
  const date = new Date(Number(seconds) * 1000 + Math.round(nanos / 1e6));
  return Number.isNaN(date.getTime()) ? 'not a time' : date.toISOString();
}

function timestampOf(text: string): Timestamp {
  const ms = Date.parse(text);
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: (ms - seconds * 1000) * 1e6 };
}

interface StructValue {
  readonly nullValue?: unknown;
  readonly numberValue?: number;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly structValue?: { readonly fields?: Readonly<Record<string, StructValue>> };
  readonly listValue?: { readonly values?: readonly StructValue[] };
}

function fromStructValue(value: StructValue): unknown {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.numberValue !== undefined) return value.numberValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.listValue) return (value.listValue.values ?? []).map(fromStructValue);
  if (value.structValue)
    return Object.fromEntries(
      Object.entries(value.structValue.fields ?? {}).map(([key, item]) => [key, fromStructValue(item)]),
    );
  return null;
}

function toStructValue(value: unknown): StructValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(toStructValue) } };
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, toStructValue(item)] as const);
    return { structValue: { fields: Object.fromEntries(fields) } };
  }
  return { nullValue: 0 };
}
