import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import { type Server, ServerCredentials } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import type { Operation } from './operation.js';

export interface GrpcServer {
  readonly options: GrpcOptions;
  readonly health: HealthImplementation;
}

export interface GrpcPlace {
  readonly root: string;
  readonly url: string;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

/** All services on one port, with `grpc.health.v1` and reflection. */
export function grpcServer(operations: readonly Operation[], { root, url, tls }: GrpcPlace): GrpcServer {
  const folder = join(root, 'proto');
  const protoPath = globSync('barry/*/v1/*.proto', { cwd: folder }).sort();
  const names = [...new Set(operations.map((o) => `barry.${o.module}.v1.${o.service}`))];
  const health = new HealthImplementation(
    Object.fromEntries(['', ...names].map((name) => [name, 'NOT_SERVING' as const])),
  );
  const options: GrpcOptions = {
    transport: Transport.GRPC,
    options: {
      url,
      package: [...new Set(operations.map((o) => `barry.${o.module}.v1`))],
      protoPath: [...protoPath, healthProto],
      gracefulShutdown: true,
      maxReceiveMessageLength: 2 * 1024 * 1024,
      loader: { longs: String, enums: String, defaults: false, oneofs: false, includeDirs: [folder] },
      ...(tls
        ? { credentials: ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]) }
        : {}),
      onLoadPackageDefinition: (definition: PackageDefinition, server: Server) => {
        health.addToServer(server);
        new ReflectionService(filesOnce(definition)).addToServer(server);
      },
    },
  };
  return { options, health };
}

/** The loader hangs all files on each message. Reflection reads them wherever they hang: a second of every start. */
function filesOnce(definition: PackageDefinition): PackageDefinition {
  const seen = new Set<unknown>();
  const isNew = (files: unknown): boolean => !seen.has(files) && seen.add(files).has(files);
  return Object.fromEntries(
    Object.entries(definition).filter(
      ([, one]) => 'fileDescriptorProtos' in one && isNew(one.fileDescriptorProtos),
    ),
  );
}
