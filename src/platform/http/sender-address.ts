import { isIPv4, isIPv6 } from 'node:net';
import type { Networks } from '../outside/networks.js';

/** More proxies than that stand in no row: whoever writes more has made them up. */
const MOST_HOPS = 32;
const GROUP_BITS = 16;

/**
 * Who sent it. A proxy of ours writes at the end of the list who came to it, so the list is read from the right, and only
 * as long as whoever wrote an entry is trusted. Everything left of that was written by a stranger.
 */
export function senderAddress(peer: string, forwardedFor: string, trusted: Networks): string {
  let address = plainAddress(peer) ?? peer;
  if (forwardedFor === '') return address;
  for (const hop of forwardedFor.split(',').reverse().slice(0, MOST_HOPS)) {
    if (!isTrusted(address, trusted)) break;
    const next = plainAddress(hop);
    // What cannot be read is believed by nobody: it was whoever handed it over.
    if (next === undefined) break;
    address = next;
  }
  return address;
}

const isTrusted = (address: string, trusted: Networks): boolean =>
  (isIPv4(address) || isIPv6(address)) && trusted.includes(address);

/** Without a port, brackets and a zone; one of version 4 within one of version 6 is what it is. */
function plainAddress(text: string): string | undefined {
  const given = text.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(given) ?? [];
  const [, dotted] = /^(\d+(?:\.\d+){3})(?::\d{1,5})?$/.exec(given) ?? [];
  const address = (bracketed ?? dotted ?? given).replace(/%.*$/, '').toLowerCase();
  if (isIPv4(address)) return address;
  return isIPv6(address) ? (mapped(address) ?? address) : undefined;
}

function mapped(address: string): string | undefined {
  const [, inner] = /^(?:::|(?:0{1,4}:){5})ffff:(.+)$/.exec(address) ?? [];
  if (inner === undefined || isIPv4(inner)) return inner;
  const [high, low, more] = inner.split(':').map((group) => Number.parseInt(group, 16));
  if (high === undefined || low === undefined || more !== undefined) return undefined;
  return [high, low].flatMap((group) => [group >> (GROUP_BITS / 2), group & 255]).join('.');
}
