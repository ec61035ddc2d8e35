import { describe, expect, it } from '@jest/globals';
import { isNetwork, isPublic, Networks } from './networks.js';

describe('an address that a stranger may lead us to', () => {
  it.each(['52.94.5.1', '8.8.8.8', '2600:1f14::1', '::ffff:52.94.5.1', '64:ff9b::345e:501', '172.32.0.1'])(
    '%s is one',
    (address) => expect(isPublic(address)).toBe(true),
  );
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '100.64.0.1',
    // Where clouds keep the credentials of their machines.
    '169.254.169.254',
    'fd00:ec2::254',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    // One of version 4 in the clothes of version 6.
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::',
    '64:ff9b::1',
    'not an address',
    '',
  ])('%s is none', (address) => expect(isPublic(address)).toBe(false));
});

it('finds an address in the networks that an operator allows', () => {
  const allowed = new Networks(['10.20.0.0/16', 'fd12::/16']);
  expect(['10.20.255.1', '10.21.0.1', 'fd12::1', 'fd13::1'].map((one) => allowed.includes(one))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(['10.0.0.0/8', 'fd12::/16', '10.0.0.0', '10.0.0.0/33', 'x/8', '::/129'].map(isNetwork)).toEqual([
    ...[true, true],
    ...[false, false, false, false],
  ]);
});
