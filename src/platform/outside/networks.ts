import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What is nobody's public address (RFC 6890 and its successors): our own networks, this machine, a cloud's metadata. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Of the public ones those that are handed on to an address of version 4, or are for documents.
  ...['2001::/32', '2001:db8::/32', '2002::/16', '3fff::/20'],
];
/** The only public ones of version 6. */
const GLOBAL_UNICAST = ['2000::/3'];

/** A list of networks in the form of CIDR, as `10.0.0.0/8`. */
export class Networks {
  private readonly list = new BlockList();

  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', bits = ''] = network.split('/');
      this.list.addSubnet(address, Number(bits), familyOf(address));
    }
  }

  includes(address: string): boolean {
    return this.list.check(address, familyOf(address));
  }
}

export const isNetwork = (text: string): boolean => {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIPv4(address) ? Number(bits) <= 32 : isIPv6(address) && Number(bits) <= 128;
};

const notPublic = new Networks(NOT_PUBLIC);
const globalUnicast = new Networks(GLOBAL_UNICAST);

/** May a stranger's word lead us there? An address of version 4 within one of version 6 is looked at as what it is. */
export function isPublic(address: string): boolean {
  const inner = embedded(address);
  if (inner !== undefined) return isPublic(inner);
  if (isIPv4(address)) return !notPublic.includes(address);
  return isIPv6(address) && globalUnicast.includes(address) && !notPublic.includes(address);
}

const mapped = new Networks(['::ffff:0:0/96']);
/** Where a network has no version 4, its names lead through here. */
const translated = new Networks(['64:ff9b::/96']);

function embedded(address: string): string | undefined {
  if (!isIPv6(address) || !(mapped.includes(address) || translated.includes(address))) return undefined;
  const dotted = /:((?:\d{1,3}\.){3}\d{1,3})$/.exec(address)?.[1];
  if (dotted !== undefined) return dotted;
  // The shortest form of a zero is nothing at all: 64:ff9b:: ends in 0.0.0.0.
  const [high, low] = address.endsWith('::') ? ['0', '0'] : lastTwo(address);
  const bits = (parseInt(high, 16) << 16) | parseInt(low, 16);
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.');
}

function lastTwo(address: string): readonly [string, string] {
  const [low = '0', high = '0'] = address.split(':').reverse();
  return [high === '' ? '0' : high, low];
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}
