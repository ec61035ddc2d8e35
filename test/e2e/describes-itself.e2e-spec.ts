import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type ClientDuplexStream, credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allOperations } from '../../src/operations.js';
import { House } from '../harness/house.js';

interface Answer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}
interface Reflection {
  serverReflectionInfo(): ClientDuplexStream<object, Answer>;
  close(): void;
}
type Maker = new (address: string, credentials: unknown) => Reflection;

const PROTO = join(
  dirname(createRequire(import.meta.url).resolve('@grpc/reflection')),
  '../proto/grpc/reflection/v1/reflection.proto',
);

describe('the gRPC API', () => {
  let house: House;
  let client: Reflection;
  beforeAll(async () => {
    house = await House.start();
    const root = loadPackageDefinition(loadSync(PROTO, { keepCase: false })) as unknown as {
      grpc: { reflection: { v1: { ServerReflection: Maker } } };
    };
    const { ServerReflection } = root.grpc.reflection.v1;
    client = new ServerReflection(house.wire.address, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await house.stop();
  });

  const ask = async (question: object): Promise<Answer> => {
    const line = client.serverReflectionInfo();
    line.write(question);
    const [answer] = (await once(line, 'data')) as [Answer];
    line.end();
    return answer;
  };

  it('lists each of its services to whoever asks by reflection', async () => {
    const { listServicesResponse } = await ask({ listServices: '' });
    const names = listServicesResponse?.service.map(({ name }) => name) ?? [];
    const wanted = new Set(allOperations.map(({ module, service }) => `barry.${module}.v1.${service}`));
    expect(names).toEqual(expect.arrayContaining([...wanted]));
  });

  it('gives the file of each of its messages, with what it is made of', async () => {
    for (const { module, service, rpc } of allOperations) {
      const { fileDescriptorResponse } = await ask({
        fileContainingSymbol: `barry.${module}.v1.${service}.${rpc}`,
      });
      const files = fileDescriptorResponse?.fileDescriptorProto.map((file) => file.toString('latin1')) ?? [];
      expect(files.some((file) => file.includes(rpc))).toBe(true);
    }
  });
});
