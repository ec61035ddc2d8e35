import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Networks } from '../outside/networks.js';
import { senderAddress } from './sender-address.js';

const trusted = new Networks(['10.0.0.0/8', 'fd00::/8']);

describe('the address of a sender', () => {
  it.each([
    ['is that of the peer where no proxy is trusted to know better', '192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['is what the last trusted proxy has written', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['is read from the right', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['goes on past proxies of ours', '10.0.0.1', '203.0.113.9, 10.9.9.9, 10.0.0.2', '203.0.113.9'],
    ['ends at the first entry where all are ours', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['is that of the proxy where it says nothing', '10.0.0.1', '', '10.0.0.1'],
    ['is no garbage', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
    ['is no garbage before a proxy of ours', '10.0.0.1', '<script>, 10.0.0.2', '10.0.0.2'],
    ['has no port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['has no brackets', 'fd00::1', '[2001:db8::9]:4711', '2001:db8::9'],
    ['of version 6, quoted', 'fd00::1', '"[2001:DB8::9]"', '2001:db8::9'],
    ['of version 4 in the clothes of version 6', '::ffff:10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['written in hexadecimal', '::ffff:a00:1', '0:0:0:0:0:ffff:cb00:7109', '203.0.113.9'],
    ['of a peer within its link', 'fd00::1%eth0', '2001:db8::9', '2001:db8::9'],
    ['of a peer without one', '', '203.0.113.9', ''],
  ])('%s', (_, peer, forwarded, address) => {
    expect(senderAddress(peer, forwarded, trusted)).toBe(address);
  });

  it('is not changed by anything that an untrusted peer sends', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (peer, forwarded) => {
        fc.pre(!peer.startsWith('10.'));
        expect(senderAddress(peer, forwarded, trusted)).toBe(peer);
      }),
    );
  });

  it('is not changed by what a stranger has written before a trusted proxy', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (forged) => {
        expect(senderAddress('10.0.0.1', `${forged}, 203.0.113.9`, trusted)).toBe('203.0.113.9');
      }),
    );
  });

  it('is of nobody else without any trusted proxy', () => {
    expect(senderAddress('127.0.0.1', '203.0.113.9', new Networks([]))).toBe('127.0.0.1');
  });
});
