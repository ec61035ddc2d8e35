import { globSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type AnyDefinition, loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { oddText } from './odd-values.js';
import { someId } from './schema-values.js';
import type { WireField, WireValue } from './wire-format.js';

export interface GrpcRequest {
  /** As `/barry.people.v1.PeopleService/GetUser`. */
  readonly path: string;
  readonly fields: readonly WireField[];
  /** What is done to the bytes before they leave. */
  readonly spoil?: { readonly kind: 'cut' | 'flip' | 'append'; readonly at: number } | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly name: string;
  readonly field?: readonly DescriptorField[];
  readonly nestedType?: readonly Descriptor[];
  readonly value?: readonly { readonly number: number }[];
}
interface DescriptorField {
  readonly name: string;
  readonly number: number;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}
interface Rpc {
  readonly path: string;
  readonly responseStream: boolean;
  readonly requestType: { readonly type: Descriptor };
}

const folder = join(import.meta.dirname, '../../../proto');
export const protos: PackageDefinition = loadSync(globSync('barry/*/v1/*.proto', { cwd: folder }), {
  includeDirs: [folder],
});

/** Any call of any rpc of the protos: as they say, with fields of other types, and bytes that are no message at all. */
export function grpcRequests(definition: PackageDefinition): fc.Arbitrary<GrpcRequest> {
  const rpcs = Object.values(definition).flatMap((one) => (isService(one) ? Object.values(one) : []));
  return fc.oneof(...rpcs.filter((rpc) => !rpc.responseStream).map((rpc) => requestOf(rpc, definition)));
}

const isService = (one: AnyDefinition): one is AnyDefinition & Readonly<Record<string, Rpc>> =>
  !('format' in one);

function requestOf(rpc: Rpc, definition: PackageDefinition): fc.Arbitrary<GrpcRequest> {
  const types = new Types(definition, rpc.path.slice(1).split('.').slice(0, -1).join('.'));
  return fc.record({
    path: fc.constant(rpc.path),
    fields: types.message(rpc.requestType.type, 0),
    spoil: sometimes(fc.record({ kind: fc.constantFrom('cut', 'flip', 'append'), at: fc.nat(10_000) })),
    metadata: fc.oneof({ weight: 7, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: strangeMetadata }),
  });
}

const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const strangeMetadata: fc.Arbitrary<Readonly<Record<string, string>>> = fc.constantFrom<
  Readonly<Record<string, string>>
>(
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(4_000)}` },
  { 'idempotency-key': 'x'.repeat(129) },
  { 'idempotency-key': 'same-for-everything' },
  { 'user-agent': 'x'.repeat(2_000) },
  { 'barry-error': '{}' },
  { 'grpc-encoding': 'x' },
  { te: 'x', 'x-anything-bin': 'AAAA' },
);

/** Deeper than any message of ours. */
const DEEPEST = 4;
const FIELD_NUMBERS = [1, 15, 16, 19_000, 536_870_911];

class Types {
  constructor(
    private readonly definition: PackageDefinition,
    private readonly scope: string,
  ) {}

  message(type: Descriptor, depth: number): fc.Arbitrary<readonly WireField[]> {
    if (depth > DEEPEST) return fc.constant([]);
    const known = (type.field ?? []).map((field) =>
      fc.oneof(
        { weight: 5, arbitrary: this.repeated(field, type, depth) },
        { weight: 2, arbitrary: fc.constant<readonly WireField[]>([]) },
        { weight: 1, arbitrary: anything.map((value) => [{ number: field.number, value }]) },
      ),
    );
    const strangers = fc.oneof(
      { weight: 9, arbitrary: fc.constant<readonly WireField[]>([]) },
      {
        weight: 1,
        arbitrary: fc
          .record({ number: fc.constantFrom(...FIELD_NUMBERS), value: anything })
          .map((one) => [one]),
      },
    );
    return fc.tuple(...known, strangers).map((parts) => parts.flat());
  }

  private repeated(
    field: DescriptorField,
    owner: Descriptor,
    depth: number,
  ): fc.Arbitrary<readonly WireField[]> {
    const one = this.value(field, owner, depth).map((value) => ({ number: field.number, value }));
    return field.label === 'LABEL_REPEATED' ? fc.array(one, { maxLength: 3 }) : one.map((found) => [found]);
  }

  private value(field: DescriptorField, owner: Descriptor, depth: number): fc.Arbitrary<WireValue> {
    switch (field.type) {
      case 'TYPE_STRING':
        return (/id$/i.test(field.name) ? fc.constant(someId(camel(field.name))) : words).map((text) => ({
          kind: 'text',
          text,
        }));
      case 'TYPE_DOUBLE':
        return fc.double().map((value) => ({ kind: 'fixed64', value }));
      case 'TYPE_MESSAGE':
        return this.message(this.typeOf(field, owner), depth + 1).map((fields) => ({
          kind: 'message',
          fields,
        }));
      case 'TYPE_ENUM': {
        const numbers = (this.typeOf(field, owner).value ?? []).map(({ number }) => String(number));
        return varintOf([...numbers, '0', '99', '-1']);
      }
      default:
        return varintOf([
          '0',
          '1',
          '2',
          '50',
          '200',
          '201',
          '2147483647',
          '-1',
          '-2147483648',
          '9223372036854775807',
        ]);
    }
  }

  private typeOf({ typeName }: DescriptorField, owner: Descriptor): Descriptor {
    const nested = owner.nestedType?.find(({ name }) => name === typeName);
    const found = nested
      ? undefined
      : (this.definition[`${this.scope}.${typeName}`] ?? this.definition[typeName]);
    return nested ?? (found && 'type' in found ? (found.type as Descriptor) : { name: typeName });
  }
}

const words: fc.Arbitrary<string> = fc.oneof(
  oddText,
  fc.constantFrom('mail', 'Name', 'new@example.org', 'Asia/Tokyo', 'grafana', '2026-11-27', '09:00', '1'),
  fc.constant('x'.repeat(30_000)),
);

const varintOf = (values: readonly string[]): fc.Arbitrary<WireValue> =>
  fc.constantFrom(...values).map((value) => ({ kind: 'varint', value }));

/** What no field of that name should hold. */
const anything: fc.Arbitrary<WireValue> = fc.oneof<fc.Arbitrary<WireValue>[]>(
  oddText.map((text) => ({ kind: 'text', text })),
  varintOf(['0', '1', '-1', '18446744073709551615']),
  fc.constantFrom(Number.NaN, Infinity, -0, 1e308).map((value) => ({ kind: 'fixed64', value })),
  fc.array(fc.nat(255), { maxLength: 12 }).map((bytes) => ({ kind: 'bytes', bytes })),
  fc.constantFrom(10, 90, 1_000).map((depth) => ({ kind: 'deep', depth })),
);

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
