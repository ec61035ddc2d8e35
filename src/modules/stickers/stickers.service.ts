import { Injectable } from '@nestjs/common';
import { readBuiltInPack, type StickerPicture } from './built-in-pack.js';
import { isAboutTheIncident, offerOf } from './meaning.rules.js';
import { pictureName, pictureOf } from './picture-address.rules.js';
import type { StickerPackView } from './stickers.dto.js';
import { StickerUnknown } from './stickers.errors.js';

export interface ShownPicture {
  readonly svg: string;
  /** False: the address speaks of another version of Barry, and may not be kept under it. */
  readonly isCurrent: boolean;
}

/** The built-in pack, read once: a broken one lets nobody start. */
@Injectable()
export class StickersService {
  private readonly pack = readBuiltInPack();

  packs(): readonly StickerPackView[] {
    const { id: packId, name, stickers } = this.pack.list;
    return [
      {
        packId,
        name,
        stickers: stickers.map(({ id, means, text, keywords }) => ({
          stickerId: id,
          means,
          isAboutTheIncident: isAboutTheIncident(means),
          offer: offerOf(means),
          text,
          keywords,
          picture: `/pictures/stickers/${packId}/${pictureName(id, this.find(id).hash)}`,
        })),
      },
    ];
  }

  /** While replicas of two versions run, either shows what it has under the other's address. */
  picture(packId: string, file: string): ShownPicture {
    const asked = pictureOf(file);
    if (asked === undefined || packId !== this.pack.list.id)
      throw new StickerUnknown('There is no such sticker');
    const { svg, hash } = this.find(asked.id);
    return { svg, isCurrent: hash === asked.hash };
  }

  private find(id: string): StickerPicture {
    const found = this.pack.pictures.get(id);
    if (found === undefined) throw new StickerUnknown('There is no such sticker');
    return found;
  }
}
