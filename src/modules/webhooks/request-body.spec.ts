import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { BodyRoom } from './body-room.js';
import { KEPT_OF_TOO_LARGE, LARGEST_BODY, readBody } from './request-body.js';

const MIB = 1024 * 1024;

describe('a body on its way in', () => {
  const read = (bytes: number, options: Parameters<typeof readBody>[1] = {}) => {
    const stream = new PassThrough();
    const body = readBody(stream, options);
    for (let left = bytes; left > 0; left -= 64 * 1024)
      stream.write(Buffer.alloc(Math.min(left, 64 * 1024), 'x'));
    stream.end();
    return body;
  };

  it('is whole up to what its source takes, and of a larger one the beginning is kept', async () => {
    expect(await read(LARGEST_BODY)).toMatchObject({ length: LARGEST_BODY, isTooLarge: false, taken: 0 });
    const large = await read(LARGEST_BODY + 1);
    expect([large.isTooLarge, large.length, large.bytes.length]).toEqual([
      true,
      LARGEST_BODY + 1,
      KEPT_OF_TOO_LARGE,
    ]);
    expect(await read(9 * MIB, { largest: 10 * MIB })).toMatchObject({ length: 9 * MIB, isTooLarge: false });
  });

  it('takes room only for what is above the ordinary, until it is given back', async () => {
    const room = new BodyRoom(10 * MIB);
    const options = { largest: 10 * MIB, room };
    const first = await read(9 * MIB, options);
    expect(first).toMatchObject({ isCrowded: false, taken: 8 * MIB });
    expect(await read(MIB, options)).toMatchObject({ isCrowded: false, taken: 0 });
    const second = await read(9 * MIB, options);
    expect(second.isCrowded).toBe(true);
    expect(second.bytes).toHaveLength(0);
    room.give(first.taken);
    room.give(second.taken);
    expect(await read(9 * MIB, options)).toMatchObject({ isCrowded: false });
  });

  it('gives its room back where its sender hangs up', async () => {
    const room = new BodyRoom(10 * MIB);
    const stream = new PassThrough();
    const body = readBody(stream, { largest: 10 * MIB, room });
    stream.write(Buffer.alloc(9 * MIB, 'x'));
    await new Promise((resolve) => setImmediate(resolve));
    stream.destroy();
    await expect(body).rejects.toThrow('hung up');
    expect(room.take(10 * MIB)).toBe(true);
  });
});
