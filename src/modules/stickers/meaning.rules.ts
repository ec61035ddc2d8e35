import type { StickerMeaning, StickerOffer } from './stickers.dto.js';

/**
 * A sticker is a word, not a button: whoever puts "fixed" may be wrong, or speak of one service of three.
 * So a status is offered to the person who put it, and changes when they say so.
 */
const OFFERS: Readonly<Record<StickerMeaning, StickerOffer>> = {
  coming: {},
  investigating: { status: 'investigating' },
  'cause-found': { status: 'investigating' },
  'rolling-back': { status: 'investigating' },
  mitigated: { status: 'mitigated' },
  fixed: { status: 'resolved' },
  // Somebody watches before a repair and after one.
  monitoring: {},
  'help-wanted': { call: 'anybody' },
  'database-wanted': { call: 'database' },
  'network-wanted': { call: 'network' },
  'vendor-wanted': { call: 'vendor' },
  'vendor-awaited': {},
  'false-alarm': { status: 'resolved' },
  'handing-over': { handOver: true },
  thanks: {},
  praise: {},
  night: {},
  morning: {},
  remark: {},
};

/** Says something about the incident, not only about how people feel: stories can be filtered by it. */
const ABOUT_THE_INCIDENT: ReadonlySet<StickerMeaning> = new Set<StickerMeaning>([
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
]);

export const offerOf = (meaning: StickerMeaning): StickerOffer => OFFERS[meaning];
export const isAboutTheIncident = (meaning: StickerMeaning): boolean => ABOUT_THE_INCIDENT.has(meaning);
