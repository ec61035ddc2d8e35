import { fileURLToPath } from 'node:url';
import type { MethodDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import type { Operation } from '../platform/wire/declare.js';

export type Method = MethodDefinition<object, object>;
export type Rpc = Pick<Operation, 'module' | 'service' | 'rpc'>;

const PROTO = fileURLToPath(new URL('../../proto', import.meta.url));

/** The published protos, one module at a time: a command needs two or three of them. */
export class Definitions {
  private readonly loaded = new Map<string, PackageDefinition>();

  methodOf({ module, service, rpc }: Rpc): Method {
    const name = `barry.${module}.v1.${service}`;
    const found = this.package(module)[name] as Readonly<Record<string, Method>> | undefined;
    const method = found?.[rpc];
    if (!method) throw new Error(`${name} has no ${rpc}: run npm run generate`);
    return method;
  }

  private package(module: string): PackageDefinition {
    const known = this.loaded.get(module);
    if (known) return known;
    // As the server loads them (src/platform/wire/grpc-server.ts).
    const made = loadSync(`barry/${module}/v1/${module}.proto`, {
      includeDirs: [PROTO],
      longs: String,
      enums: String,
      defaults: false,
      oneofs: false,
    });
    this.loaded.set(module, made);
    return made;
  }
}
