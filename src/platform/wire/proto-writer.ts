import type { z } from 'zod';
import { enumWord, isWrapped } from './grpc-codec.js';
import type { Operation } from './operation.js';
import { type FieldShape, inputShape, type MessageShape, outputShape, type Shape } from './shape.js';

export interface StreamSpec {
  readonly module: string;
  readonly service: string;
  readonly rpc: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

type Rpc = Pick<Operation, 'module' | 'service' | 'rpc' | 'input' | 'output'> & {
  readonly summary?: string;
  readonly stream?: boolean;
};

/** Field and enum numbers that are in use, by `Message.field`; they are never given to anything else. */
export type Numbers = ReadonlyMap<string, number>;

const HEAD = '// Generated from the operations by `npm run generate`; numbers are kept. Do not edit.\n';
const TIMESTAMP = 'google.protobuf.Timestamp';
const VALUE = 'google.protobuf.Value';

/** One file per module: `barry/<module>/v1/<module>.proto`. */
export function writeProtos(
  operations: readonly Operation[],
  streams: readonly StreamSpec[],
  numbersOf: (module: string) => Numbers,
): ReadonlyMap<string, string> {
  const rpcs: readonly Rpc[] = [...operations, ...streams.map((stream) => ({ ...stream, stream: true }))];
  const modules = [...new Set(rpcs.map((rpc) => rpc.module))];
  return new Map(
    modules.map((module) => [
      `barry/${module}/v1/${module}.proto`,
      writeModule(
        module,
        rpcs.filter((rpc) => rpc.module === module),
        numbersOf(module),
      ),
    ]),
  );
}

function writeModule(module: string, rpcs: readonly Rpc[], numbers: Numbers): string {
  const parts = new Parts(numbers);
  const services = [...new Set(rpcs.map((rpc) => rpc.service))].map((service) => {
    const lines = rpcs
      .filter((rpc) => rpc.service === service)
      .map((rpc) => {
        parts.message(requestName(rpc), inputShape(rpc.input), true);
        parts.message(replyName(rpc), outputShape(rpc.output), false);
        const comment = rpc.summary ? `  // ${rpc.summary}\n` : '';
        return `${comment}  rpc ${rpc.rpc}(${requestName(rpc)}) returns (${rpc.stream ? 'stream ' : ''}${replyName(rpc)});`;
      });
    return `service ${service} {\n${lines.join('\n')}\n}`;
  });
  const body = [...services, ...parts.written()].join('\n\n');
  const imports = ['struct', 'timestamp']
    .filter((name) => body.includes(name === 'struct' ? VALUE : TIMESTAMP))
    .map((name) => `import "google/protobuf/${name}.proto";\n`);
  return `${HEAD}syntax = "proto3";\n\npackage barry.${module}.v1;\n\n${imports.join('')}${imports.length > 0 ? '\n' : ''}${body}\n`;
}

const requestName = (rpc: Rpc): string => `${rpc.rpc}Request`;

/** A view that several operations give back has one message; its name is that of the view. */
export const replyName = (rpc: Pick<Rpc, 'rpc' | 'output'>): string => {
  const shape = outputShape(rpc.output);
  return shape.kind === 'message' && !shape.name.startsWith('Anonymous') ? shape.name : `${rpc.rpc}Reply`;
};

class Parts {
  private readonly messages = new Map<string, string>();

  constructor(private readonly numbers: Numbers) {}

  written(): readonly string[] {
    return [...this.messages.values()];
  }

  message(name: string, shape: Shape, isInput: boolean): void {
    if (shape.kind !== 'message') throw new Error(`${name} must be an object`);
    if (this.messages.has(name)) return;
    this.messages.set(name, '');
    const next = this.numbering(name);
    const lines = shape.fields.map((field) => {
      const number = next(field.name);
      return `  ${this.fieldType(name, field, isInput)} ${snake(field.name)} = ${number};`;
    });
    this.messages.set(name, `message ${name} {${lines.length > 0 ? `\n${lines.join('\n')}\n` : ''}}`);
  }

  private numbering(owner: string): (field: string) => number {
    const taken = [...this.numbers]
      .filter(([key]) => key.startsWith(`${owner}.`))
      .map(([, number]) => number);
    let last = Math.max(0, ...taken);
    return (field) => this.numbers.get(`${owner}.${snake(field)}`) ?? (last += 1);
  }

  private fieldType(owner: string, field: FieldShape, isInput: boolean): string {
    if (isWrapped(field, isInput) && field.shape.kind === 'list') {
      const type = this.typeOf(owner, field, field.shape.of, isInput);
      const wrapper = `${capital(type.split('.').at(-1) ?? type)}Values`;
      if (!this.messages.has(wrapper))
        this.messages.set(wrapper, `message ${wrapper} {\n  repeated ${type} values = 1;\n}`);
      return wrapper;
    }
    if (field.shape.kind === 'list') return `repeated ${this.typeOf(owner, field, field.shape.of, isInput)}`;
    if (field.shape.kind === 'texts') return 'map<string, string>';
    const type = this.typeOf(owner, field, field.shape, isInput);
    return field.shape.kind === 'message' || type.startsWith('google.') ? type : `optional ${type}`;
  }

  private typeOf(owner: string, field: FieldShape, shape: Shape, isInput: boolean): string {
    switch (shape.kind) {
      case 'string':
      case 'double':
      case 'bool':
        return shape.kind;
      case 'int':
        return 'int32';
      case 'instant':
        return TIMESTAMP;
      case 'json':
        return VALUE;
      case 'enum':
        return this.enumeration(shape.name, shape.words);
      case 'message':
        return this.nested(shape, isInput);
      case 'list':
      case 'texts':
        throw new Error(
          `${owner}.${field.name}: a list of lists or maps has no form in protobuf; name an object between`,
        );
    }
  }

  private nested(shape: MessageShape, isInput: boolean): string {
    // The same object in a request and a view may differ (defaults make fields optional): two messages then.
    const name = isInput && !shape.name.endsWith('Input') ? `${shape.name}Input` : shape.name;
    this.message(name, shape, isInput);
    return name;
  }

  private enumeration(name: string, words: readonly string[]): string {
    if (this.messages.has(name)) return name;
    const next = this.numbering(name);
    const lines = words.map(
      (word) =>
        `  ${enumWord(name, word)} = ${this.numbers.get(`${name}.${enumWord(name, word)}`) ?? next(word)};`,
    );
    this.messages.set(
      name,
      `enum ${name} {\n  ${enumWord(name, 'unspecified')} = 0;\n${lines.join('\n')}\n}`,
    );
    return name;
  }
}

export const snake = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
