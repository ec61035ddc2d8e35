import { isIPv6 } from 'node:net';

const GROUPS = 8;
const OF_NETWORK = 4;

/**
 * Who is meant by an address where somebody is counted: of version 6 a whole network of 64 bits is one subscriber's, and
 * they may speak from each of its addresses once.
 */
export function countedAs(address: string): string {
  if (!isIPv6(address)) return address;
  const [, inner] = /:(\d+(?:\.\d+){3})$/.exec(address) ?? [];
  if (inner !== undefined) return inner;
  const [before = [], after = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const between = Array<string>(Math.max(0, GROUPS - before.length - after.length)).fill('0');
  return [...before, ...between, ...after]
    .slice(0, OF_NETWORK)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
