import type { Texts } from '../text/texts';
import type { TrackEnd } from './call-track';

export function trackEndText(end: TrackEnd, texts: Texts): string {
  switch (end.kind) {
    case 'waiting':
      return texts.t('track.sending');
    case 'cancelled':
      return texts.t('track.stopped');
    case 'accepted':
      return texts.t('track.tookIt');
    case 'ringing':
      return texts.t('track.left', { seconds: Math.ceil(end.leftMs / 1000) });
    case 'reading':
      return texts.t('track.reading', {
        gone: Math.floor(end.goneMs / 1000),
        of: Math.round(end.ofMs / 1000),
      });
    case 'declined':
      return end.reason === ''
        ? texts.t('track.declined')
        : texts.t('track.declinedBecause', { reason: texts.word('decline', end.reason) });
    case 'ended':
      return texts.word('endReason', end.reason);
  }
}

export function trackEndLook(end: TrackEnd): string {
  if (end.kind === 'ringing') return 'ring';
  if (end.kind === 'reading') return 'reading';
  return end.kind === 'accepted' ? 'took' : 't2';
}
