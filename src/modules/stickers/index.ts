export { isAboutTheIncident, offerOf } from './meaning.rules.js';
export * from './stickers.dto.js';
export * from './stickers.errors.js';
export { StickersModule } from './stickers.module.js';
export { stickers } from './stickers.operations.js';
export { StickersService } from './stickers.service.js';
