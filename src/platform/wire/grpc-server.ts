import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import type { Server } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation, protoPath as healthProto } from 'grpc-health-check';
import type { Certificates } from '../http/certificates.js';
import type { Operation } from './operation.js';
import { RenewableCredentials } from './renewable-credentials.js';
import { letUnreadableThrough } from './unreadable-message.js';

export interface GrpcServer {
  readonly options: GrpcOptions;
  readonly health: HealthImplementation;
}

export interface GrpcPlace {
  readonly root: string;
  readonly url: string;
  readonly tls?: Certificates | undefined;
}

/** A client that opens more calls on one connection waits for its own. */
const MOST_STREAMS = 256;
const MOST_MESSAGE_BYTES = 2 * 1024 * 1024;

/** Clients that vanished without a word are found in half a minute; those that ask all the time are sent away. */
const KEEPALIVE = {
  keepaliveTimeMs: 20_000,
  keepaliveTimeoutMs: 10_000,
  keepalivePermitWithoutCalls: 1,
  http2MinPingIntervalWithoutDataMs: 5_000,
  http2MaxPingStrikes: 4,
} as const;

/** All services on one port, with `grpc.health.v1` and reflection. */
export function grpcServer(operations: readonly Operation[], { root, url, tls }: GrpcPlace): GrpcServer {
  const { definition, reflection } = protosIn(join(root, 'proto'));
  const names = [...new Set(operations.map((o) => `barry.${o.module}.v1.${o.service}`))];
  const health = new HealthImplementation(
    Object.fromEntries(['', ...names].map((name) => [name, 'NOT_SERVING' as const])),
  );
  const options: GrpcOptions = {
    transport: Transport.GRPC,
    options: {
      url,
      package: [...new Set(operations.map((o) => `barry.${o.module}.v1`))],
      packageDefinition: definition,
      gracefulShutdown: true,
      maxReceiveMessageLength: MOST_MESSAGE_BYTES,
      channelOptions: { 'grpc.max_concurrent_streams': MOST_STREAMS },
      keepalive: KEEPALIVE,
      ...(tls ? { credentials: credentialsOf(tls) } : {}),
      onLoadPackageDefinition: (_: PackageDefinition, server: Server) => {
        health.addToServer(server);
        reflection.addToServer(server);
      },
    },
  };
  return { options, health };
}

function credentialsOf(certificates: Certificates): RenewableCredentials {
  const credentials = new RenewableCredentials(certificates.current);
  certificates.onRenewal((pair) => credentials.renew(pair));
  return credentials;
}

interface Protos {
  readonly definition: PackageDefinition;
  readonly reflection: ReflectionService;
}
const read = new Map<string, Protos>();

/** Read once in a process, however many servers it starts: half a second each. */
function protosIn(folder: string): Protos {
  const known = read.get(folder);
  if (known) return known;
  const protoPath = globSync('barry/*/v1/*.proto', { cwd: folder }).sort();
  const definition = loadSync([...protoPath, healthProto], {
    longs: String,
    enums: String,
    defaults: false,
    oneofs: false,
    includeDirs: [folder],
  });
  letUnreadableThrough(definition);
  const protos = { definition, reflection: new ReflectionService(filesOnce(definition)) };
  read.set(folder, protos);
  return protos;
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
