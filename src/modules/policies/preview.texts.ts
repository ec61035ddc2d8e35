import type { Locale } from '../../platform/wire/schemas.js';

export interface PreviewTexts {
  readonly disabled: string;
  readonly unreachable: string;
  readonly noStepApplies: string;
  readonly emptyStep: (step: number) => string;
  readonly unreachableStep: (step: number) => string;
  readonly nobodyOnDuty: (schedule: string) => string;
  readonly nobodyAtAll: string;
}

export const PREVIEW_TEXTS: Readonly<Record<Locale, PreviewTexts>> = {
  en: {
    disabled: 'is disabled',
    unreachable: 'has no device or phone that could ring',
    noStepApplies: 'No step applies to this severity at this time: the last resort would ring at once.',
    emptyStep: (step) => `Step ${step} has nobody to call and would be passed at once.`,
    unreachableStep: (step) => `Nobody in step ${step} can be reached.`,
    nobodyOnDuty: (schedule) => `Nobody is on duty in “${schedule}” at this time.`,
    nobodyAtAll: 'Nobody could be reached: only the last resort would ring.',
  },
  ja: {
    disabled: '無効になっています',
    unreachable: '鳴らせる端末も電話もありません',
    noStepApplies: 'この重大度と時刻に当てはまるステップがありません。すぐに最終手段の呼び出しになります。',
    emptyStep: (step) => `ステップ${step}には呼び出す人がいないため、すぐに次へ進みます。`,
    unreachableStep: (step) => `ステップ${step}の誰にも連絡できません。`,
    nobodyOnDuty: (schedule) => `この時刻、「${schedule}」の当番は誰もいません。`,
    nobodyAtAll: '誰にも連絡できません。最終手段だけが鳴ります。',
  },
};
