import { lookup } from 'node:dns/promises';

/** Where a name may be reached. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Who says where a name is; the resolver of this machine, unless a test stands in for the world. */
export class Names {
  /** Every one that there is: who looks at only one of them can be led astray by another. */
  async places(host: string, port: number): Promise<readonly Place[]> {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    return found.map(({ address }) => ({ address, port }));
  }
}
