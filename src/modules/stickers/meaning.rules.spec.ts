import { describe, expect, it } from '@jest/globals';
import { isAboutTheIncident, offerOf } from './meaning.rules.js';
import { StickerMeaning } from './stickers.dto.js';

const offers = StickerMeaning.options.map((meaning) => [meaning, offerOf(meaning)] as const);
const that = (holds: (offer: ReturnType<typeof offerOf>) => boolean): readonly string[] =>
  offers.filter(([, offer]) => holds(offer)).map(([meaning]) => meaning);

describe('a meaning', () => {
  it('offers the status that it states', () => {
    expect(that(({ status }) => status === 'resolved')).toEqual(['fixed', 'false-alarm']);
    expect(that(({ status }) => status === 'mitigated')).toEqual(['mitigated']);
    expect(that(({ status }) => status === 'investigating')).toEqual([
      'investigating',
      'cause-found',
      'rolling-back',
    ]);
  });

  it('offers to call more people where somebody is wanted, each of them somebody else', () => {
    const wanted = that(({ call }) => call !== undefined);
    expect(wanted).toEqual(StickerMeaning.options.filter((meaning) => meaning.endsWith('-wanted')));
    expect(new Set(wanted.map((meaning) => offerOf(meaning as StickerMeaning).call)).size).toBe(4);
  });

  it('offers to hand over, to whoever says so', () => {
    expect(that(({ handOver }) => handOver === true)).toEqual(['handing-over']);
  });

  it('offers one thing at most', () => {
    expect(that((offer) => Object.keys(offer).length > 1)).toEqual([]);
  });

  it('that offers something says something about the incident; courtesies do not', () => {
    expect(
      that((offer) => Object.keys(offer).length > 0).filter(
        (one) => !isAboutTheIncident(one as StickerMeaning),
      ),
    ).toEqual([]);
    expect(StickerMeaning.options.filter((one) => !isAboutTheIncident(one))).toEqual([
      'thanks',
      'praise',
      'night',
      'morning',
      'remark',
    ]);
  });
});
