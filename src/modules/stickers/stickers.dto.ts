import { z } from 'zod';

/** A word of an id that is part of an address and of a file's name. */
export const StickerId = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

/** What a sticker states. Clients, rules and searches go by it, never by the picture. `remark` states nothing. */
export const StickerMeaning = z
  .enum([
    'coming',
    'investigating',
    'cause-found',
    'rolling-back',
    'mitigated',
    'fixed',
    'monitoring',
    'help-wanted',
    'database-wanted',
    'network-wanted',
    'vendor-wanted',
    'vendor-awaited',
    'false-alarm',
    'handing-over',
    'thanks',
    'praise',
    'night',
    'morning',
    'remark',
  ])
  .meta({ id: 'StickerMeaning', title: 'Meaning' });
export type StickerMeaning = z.output<typeof StickerMeaning>;

export const StickerText = z
  .strictObject({ en: z.string().trim().min(1).max(40), ja: z.string().trim().min(1).max(40) })
  .meta({ id: 'StickerText' });

const Words = z.array(z.string().trim().min(1).max(40)).max(20);
/** By which a picker finds it, beside its text. */
export const StickerKeywords = z.strictObject({ en: Words, ja: Words }).meta({ id: 'StickerKeywords' });

/** As a pack lists it. */
export const StickerEntry = z.strictObject({
  id: StickerId,
  means: StickerMeaning,
  text: StickerText,
  keywords: StickerKeywords,
});
export type StickerEntry = z.output<typeof StickerEntry>;

/** The list in the folder of a pack, beside its pictures. */
export const PackList = z.strictObject({
  id: StickerId,
  name: StickerText,
  stickers: z.array(StickerEntry).min(1).max(120),
});
export type PackList = z.output<typeof PackList>;

/** What the screen offers after a sticker with this meaning; it is never done by itself. */
export const StickerOffer = z
  .strictObject({
    status: z.enum(['investigating', 'mitigated', 'resolved']).optional(),
    /** Whom to call: the dialog opens with it. */
    call: z.enum(['anybody', 'database', 'network', 'vendor']).optional(),
    handOver: z.boolean().optional(),
  })
  .meta({ id: 'StickerOffer' });
export type StickerOffer = z.output<typeof StickerOffer>;

export const StickerView = z
  .strictObject({
    stickerId: StickerId,
    means: StickerMeaning,
    /** False for courtesies: a story can leave them out. */
    isAboutTheIncident: z.boolean(),
    offer: StickerOffer,
    text: StickerText,
    keywords: StickerKeywords,
    /** Path of the picture on every address of this installation; what it shows never changes. */
    picture: z.string(),
  })
  .meta({ id: 'Sticker' });
export type StickerView = z.output<typeof StickerView>;
export const StickerPackView = z
  .strictObject({ packId: StickerId, name: StickerText, stickers: z.array(StickerView) })
  .meta({ id: 'StickerPack' });
export type StickerPackView = z.output<typeof StickerPackView>;
export const StickerPacks = z.strictObject({ packs: z.array(StickerPackView) }).meta({ id: 'StickerPacks' });
