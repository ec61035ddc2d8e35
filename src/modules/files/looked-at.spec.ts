import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { lookedAt } from './looked-at.js';

const plain = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: '#2b6cb0' } });
const PNG = await plain().png().toBuffer();
const TEXT_IN_PNG = await plain()
  .png()
  .withExif({ IFD0: { Artist: '<script>alert(document.domain)</script>' } })
  .toBuffer();
const GIF = await plain().gif().toBuffer();
const PLACE = {
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '35/1 41/1 0/1' },
  IFD0: { Artist: 'Hidden Person' },
};
const JPEG = await plain().jpeg().withMetadata({ orientation: 6, exif: PLACE }).toBuffer();
const SCRIPT = '<script>alert(document.domain)</script>';

describe('a picture', () => {
  it('loses where it was taken and by whom, and is turned as the camera was held', async () => {
    expect(JPEG.includes('Hidden Person')).toBe(true);
    const kept = await lookedAt(JPEG, 'IMG_1.JPG');
    expect(kept).toMatchObject({ name: 'IMG_1.jpg', type: 'image/jpeg', width: 20, height: 40 });
    const { exif, orientation, xmp, iptc } = await sharp(kept.bytes).metadata();
    expect({ exif, orientation, xmp, iptc }).toEqual({});
  });

  it.each([
    ['a page behind a PNG', Buffer.concat([PNG, Buffer.from(SCRIPT)])],
    ['a page in a text of a PNG', TEXT_IN_PNG],
    ['an archive behind a GIF', Buffer.concat([GIF, Buffer.from('PK\x03\x04META-INF/MANIFEST.MF')])],
  ])('that is something else, too, is only a picture afterwards: %s', async (_, bytes) => {
    const { type, bytes: kept } = await lookedAt(bytes, 'both.html');
    expect(type).toMatch(/^image\//);
    expect(kept.includes('script') || kept.includes('META-INF')).toBe(false);
  });

  it('is known by its bytes, whatever it is called', async () => {
    expect(await lookedAt(PNG, 'virus.exe')).toMatchObject({ type: 'image/png', name: 'virus.png' });
    expect(await lookedAt(GIF, 'a.txt')).toMatchObject({ type: 'image/webp', name: 'a.webp' });
  });

  it('that moves still moves, with its own size', async () => {
    const frames = Buffer.concat([Buffer.alloc(30 * 10 * 3, 1), Buffer.alloc(30 * 10 * 3, 200)]);
    const moving = await sharp(frames, { raw: { width: 30, height: 20, channels: 3, pageHeight: 10 } })
      .gif()
      .toBuffer();
    const kept = await lookedAt(moving, 'a.gif');
    expect(kept).toMatchObject({ type: 'image/webp', width: 30, height: 10 });
    expect((await sharp(kept.bytes, { animated: true }).metadata()).pages).toBe(2);
  });

  it('that is broken is refused in words', async () => {
    const whole = await sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        noise: { type: 'gaussian', mean: 99, sigma: 30 },
        background: 'red',
      },
    })
      .jpeg()
      .toBuffer();
    await expect(lookedAt(whole.subarray(0, whole.length >> 1), 'a.jpg')).rejects.toMatchObject({
      code: 'PICTURE_REFUSED',
      details: { why: 'broken' },
    });
  });

  it('that would fill the memory is refused before it is decoded', async () => {
    const bomb = Buffer.from(PNG);
    bomb.writeUInt32BE(20_000, 16);
    bomb.writeUInt32BE(20_000, 20);
    await expect(lookedAt(bomb, 'bomb.png')).rejects.toMatchObject({ details: { why: 'too-many-pixels' } });
  });

  it('whose frames would fill the memory together is refused, too', async () => {
    const frame = 2000 * 2000 * 3;
    const moving = await sharp(Buffer.alloc(frame * 11, 7), {
      raw: { width: 2000, height: 2000 * 11, channels: 3, pageHeight: 2000 },
    })
      .gif({ keepDuplicateFrames: true })
      .toBuffer();
    await expect(lookedAt(moving, 'a.gif')).rejects.toMatchObject({ details: { why: 'broken' } });
  });

  it('of any bytes behind its first ones comes out as pixels or not at all', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(PNG, GIF, JPEG),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 30 }),
        async (given, at, noise) => {
          const bytes = Buffer.from(given);
          bytes.set(noise.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
          const kept = await lookedAt(bytes, 'x').catch((error: { code?: string }) => error.code);
          if (typeof kept === 'string') return expect(kept).toBe('PICTURE_REFUSED');
          expect(kept?.type === 'application/octet-stream' || kept?.width !== undefined).toBe(true);
        },
      ),
      { numRuns: 40 },
    ));
});

describe('any other file', () => {
  it.each([
    ['a drawing', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`, 'a.svg'],
    ['a page', `<!doctype html>${SCRIPT}`, 'a.png'],
    ['an archive', 'PK\x03\x04 forty-two times itself', '42.zip'],
  ])('is kept as it is, and never shown: %s', async (_, text, name) => {
    expect(await lookedAt(Buffer.from(text), name)).toEqual({
      bytes: Buffer.from(text),
      name,
      type: 'application/octet-stream',
    });
  });

  it('with nothing in it is refused', async () => {
    await expect(lookedAt(Buffer.alloc(0), 'a')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });
});
