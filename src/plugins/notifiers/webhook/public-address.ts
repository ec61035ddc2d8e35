import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** IPv4 that is nobody's on the Internet: own networks, this machine, link-local, carriers, examples, multicast. */
const INSIDE = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Of IPv6 only this is given out; within it, tunnels that carry an IPv4 address, and examples. */
const GIVEN_OUT = ['2000::', 3] as const;
const NOT_OURS_TO_ASK = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const inside = new BlockList();
for (const [net, prefix] of INSIDE) inside.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of NOT_OURS_TO_ASK) inside.addSubnet(net, prefix, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet(...GIVEN_OUT, 'ipv6');

/** A machine on the Internet, and nothing that may be ours. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !inside.check(address, 'ipv4');
  return version === 6 && givenOut.check(address, 'ipv6') && !inside.check(address, 'ipv6');
}

export class LeadsInside extends Error {
  constructor() {
    super('this address leads into our own network');
    this.name = 'LeadsInside';
  }
}

type Resolve = (
  host: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * Looks at what the connection will really be made to: a name that is asked twice may answer twice. One address inside
 * is enough to refuse all of them.
 */
export const publicLookup =
  (resolve: Resolve): LookupFunction =>
  (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const [first] = found;
      if (!first || !found.every(({ address }) => isPublicAddress(address)))
        return done(new LeadsInside(), []);
      if (options.all) return done(null, found);
      done(null, first.address, first.family);
    });
