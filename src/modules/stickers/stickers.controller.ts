import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../platform/auth/auth.guard.js';
import { PICTURE_HEADERS } from '../../platform/pictures/headers.js';
import { Operate } from '../../platform/wire/operation.js';
import type * as dto from './stickers.dto.js';
import { stickers } from './stickers.operations.js';
import { StickersService } from './stickers.service.js';

@Controller()
export class StickersController {
  constructor(private readonly stickers: StickersService) {}

  @Operate(stickers.ListStickerPacks)
  listStickerPacks(): z.output<typeof dto.StickerPacks> {
    return { packs: [...this.stickers.packs()] };
  }

  /** A picture cannot send a token along: the built-in ones are no secret, they lie in the repository. */
  @Allow('public')
  @Get('pictures/stickers/:pack/:file')
  picture(
    @Param('pack') pack: string,
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const { svg, isCurrent } = this.stickers.picture(pack, file);
    void reply.headers(PICTURE_HEADERS).type('image/svg+xml; charset=utf-8');
    void reply.header('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
    return svg;
  }
}
