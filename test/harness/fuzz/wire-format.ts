/** One field as it stands in the bytes; its value may be other than the proto says. */
export interface WireField {
  readonly number: number;
  readonly value: WireValue;
}
export type WireValue =
  | { readonly kind: 'varint'; readonly value: string }
  | { readonly kind: 'fixed64'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] }
  | { readonly kind: 'message'; readonly fields: readonly WireField[] }
  /** A `google.protobuf.Value`, or what else has itself in it: so many in each other. */
  | { readonly kind: 'deep'; readonly depth: number };

const WIRE_TYPE = { varint: 0, fixed64: 1, text: 2, bytes: 2, message: 2, deep: 2 } as const;

/** The bytes of a message; `fill` puts ids where names stand for them. */
export function encoded(fields: readonly WireField[], fill: (text: string) => string): Buffer {
  return Buffer.concat(
    fields.map(({ number, value }) =>
      Buffer.concat([varint(BigInt(number * 8 + WIRE_TYPE[value.kind])), payload(value, fill)]),
    ),
  );
}

function payload(value: WireValue, fill: (text: string) => string): Buffer {
  switch (value.kind) {
    case 'varint':
      return varint(BigInt.asUintN(64, BigInt(value.value)));
    case 'fixed64': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value.value);
      return bytes;
    }
    case 'text':
      return sized(Buffer.from(fill(value.text), 'utf8'));
    case 'bytes':
      return sized(Buffer.from(value.bytes));
    case 'message':
      return sized(encoded(value.fields, fill));
    case 'deep':
      return sized(nested(value.depth));
  }
}

const sized = (bytes: Buffer): Buffer => Buffer.concat([varint(BigInt(bytes.length)), bytes]);

/** Lists in lists: `Value.list_value` is 6, `ListValue.values` is 1. */
function nested(depth: number): Buffer {
  let bytes = Buffer.alloc(0);
  for (let i = 0; i < depth; i += 1)
    bytes = Buffer.concat([Buffer.from([i % 2 === 0 ? 0x32 : 0x0a]), sized(bytes)]);
  return bytes;
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}
