import { ServerCredentials } from '@grpc/grpc-js';
import type { Pair } from '../http/certificates.js';

/** TLS of a gRPC server whose certificate can be another one for the connections to come. */
export class RenewableCredentials extends ServerCredentials {
  constructor(pair: Pair) {
    super({ minVersion: 'TLSv1.2' }, contextOf(pair));
  }

  renew(pair: Pair): void {
    this.updateSecureContextOptions(contextOf(pair));
  }

  _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

const contextOf = ({ cert, key }: Pair): Pair => ({ cert, key });
