import { operations } from '../../platform/wire/declare.js';
import { Empty } from '../../platform/wire/schemas.js';
import * as dto from './stickers.dto.js';

export const stickers = operations('stickers', 'StickersService', {
  ListStickerPacks: {
    summary: 'The packs of stickers, with what each sticker means',
    http: 'GET /sticker-packs',
    allow: 'stickers.read',
    input: Empty,
    output: dto.StickerPacks,
  },
});
