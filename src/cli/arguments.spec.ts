import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { alertNumberOf, checked, given, instantOf, secondsOf, serversOf, withLabel } from './arguments.js';
import { WrongUsage } from './failures.js';

describe('servers', () => {
  it('are those that were typed, in order; the environment counts when none was', () => {
    expect(serversOf(['a:1', 'b:2', 'a:1'], 'c:3')).toEqual(['a:1', 'b:2']);
    expect(serversOf([], 'c:3, d:4')).toEqual(['c:3', 'd:4']);
    expect(serversOf([], undefined)).toEqual(['127.0.0.1:50051']);
  });

  it('have the usual port when none is said', () => {
    expect(serversOf(['barry.example.org', '[::1]', '[::1]:7'], undefined)).toEqual([
      'barry.example.org:50051',
      '[::1]:50051',
      '[::1]:7',
    ]);
  });

  it.each(['http://a:1', 'a:0', 'a:70000', 'a b', '::1'])('are refused as %s', (text) => {
    expect(() => serversOf([text], undefined)).toThrow(WrongUsage);
  });
});

describe('arguments', () => {
  it('collect labels; the first equals sign divides', () => {
    expect(withLabel('b=c=d', withLabel('a=1'))).toEqual({ a: '1', b: 'c=d' });
    expect(() => withLabel('nothing')).toThrow('--label nothing: write key=value');
    expect(() => withLabel('=x')).toThrow(WrongUsage);
  });

  it('take whole seconds of up to a day', () => {
    expect(secondsOf('60')).toBe(60);
    for (const text of ['0', '-1', '1.5', 'x', '86401', ''])
      expect(() => secondsOf(text)).toThrow(WrongUsage);
  });

  it('take a time only with its zone', () => {
    expect(instantOf('2026-11-30T09:00:00+09:00')).toBe('2026-11-30T00:00:00.000Z');
    expect(instantOf('2026-11-30 09:00Z')).toBe('2026-11-30T09:00:00.000Z');
    for (const text of ['2026-11-30T09:00:00', 'tomorrow', '2026-13-01T00:00:00Z'])
      expect(() => instantOf(text)).toThrow(WrongUsage);
  });

  it('know an alert by the number that people see', () => {
    expect([alertNumberOf('ALT-12'), alertNumberOf('alt-3'), alertNumberOf('12')]).toEqual([
      12,
      3,
      undefined,
    ]);
  });

  it('leave to the server what was not typed', () => {
    expect(given({ a: undefined, b: '', c: 0 })).toStrictEqual({ b: '', c: 0 });
  });

  it('are refused with their names before anything is sent', () => {
    const schema = z.strictObject({ title: z.string().max(3), size: z.int().default(1) });
    expect(checked(schema, { title: 'abc' })).toEqual({ title: 'abc' });
    expect(() => checked(schema, { title: 'abcd' })).toThrow(/^title: /);
  });
});
