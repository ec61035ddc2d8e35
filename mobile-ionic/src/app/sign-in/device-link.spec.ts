import { describe, expect, it } from '@jest/globals';
import { readDeviceLink } from './device-link';

const CODE = `barry_q_${'a1_-'.repeat(10)}xyz`;

describe('a link that signs a device in', () => {
  it('has the code, and every name of the server', () => {
    const servers = 'server=https%3A%2F%2Fbarry.example.org&server=https%3A%2F%2Fbarry.example.net%3A8443';
    expect(readDeviceLink(`https://barry.example.org/app/sign-in#code=${CODE}&${servers}`)).toEqual({
      code: CODE,
      servers: ['https://barry.example.org', 'https://barry.example.net:8443'],
    });
  });

  it('may be the code alone, with whatever came along when it was copied', () => {
    expect(readDeviceLink(CODE)).toEqual({ code: CODE, servers: [] });
    expect(readDeviceLink(`  ${CODE}\n`)).toEqual({ code: CODE, servers: [] });
    expect(readDeviceLink(`code=${CODE}&server=http%3A%2F%2Flocalhost%3A3000`)).toEqual({
      code: CODE,
      servers: ['http://localhost:3000'],
    });
  });

  it('leads nowhere else than to servers', () => {
    expect(readDeviceLink(`#code=${CODE}&server=javascript:alert(1)&server=`)).toEqual({
      code: CODE,
      servers: [],
    });
  });

  it.each([
    '',
    'https://example.org/',
    'barry_q_short',
    'barry_s_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  ])('is not this: %s', (text) => expect(readDeviceLink(text)).toBeUndefined());
});
