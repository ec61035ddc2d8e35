import { Module } from '@nestjs/common';
import { StickersController } from './stickers.controller.js';
import { StickersService } from './stickers.service.js';

@Module({ controllers: [StickersController], providers: [StickersService], exports: [StickersService] })
export class StickersModule {}
