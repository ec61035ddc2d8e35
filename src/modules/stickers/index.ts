export { isAboutTheIncident, offerOf } from './meaning.rules.js';
export { type BuiltInPack, readBuiltInPack, type StickerPicture } from './built-in-pack.js';
export * from './stickers.dto.js';
