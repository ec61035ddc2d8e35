import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/auth/secret-box.js';
import { newId } from '../../platform/database/new-id.js';
import type { Locale } from '../../platform/wire/schemas.js';
import type { Message } from '../../plugins/kit/index.js';
import { type LetterAbout, letterText } from './letter-texts.js';
import { NotifierInstances, type OpenInstance } from './notifier-instances.js';
import { type Draft, LANES, Outbox } from './outbox.js';

const DAY_MS = 24 * 60 * 60_000;
const ANYBODY = 'somebody@example.org';

export interface Letter {
  readonly about: LetterAbout;
  readonly to: { readonly userId: string; readonly email: string; readonly locale: Locale };
  /** A whole address; it may hold a secret. */
  readonly link: string;
  /** Says it once, however often it is asked for; without it, every time. */
  readonly key?: string;
  readonly livesMs?: number;
}

type LetterDraft = Extract<Draft, { kind: 'letter' }>;

const contextOf = (letterId: string): string => `letter ${letterId}`;

/** The finished letter: until it leaves it is sealed, because of what its link may hold. */
export function openLetter({ letterId, sealed }: LetterDraft, box: SecretBox): Message {
  const words = JSON.parse(box.open(sealed, contextOf(letterId))) as Omit<
    Extract<Message, { kind: 'inform' }>,
    'kind'
  >;
  return { kind: 'inform', ...words };
}

/**
 * What happens to an account is told to its own address: not to devices, which may be in the hands of whoever did it,
 * and not to contact methods, which whoever did it could have added.
 */
@Injectable()
export class Letters {
  constructor(
    private readonly instances: NotifierInstances,
    private readonly outbox: Outbox,
    private readonly box: SecretBox,
  ) {}

  /** Whether anything is set up that brings mail. */
  get areBrought(): boolean {
    return this.wayTo(ANYBODY) !== undefined;
  }

  /** Leaves with the transaction that runs; where nothing brings mail it stays unwritten. */
  async send({ about, to, link, key, livesMs = DAY_MS }: Letter, now: Date): Promise<void> {
    const way = this.wayTo(to.email);
    if (!way) return;
    const letterId = newId();
    const sealed = this.box.seal(
      JSON.stringify({ ...letterText(about, to.locale), link }),
      contextOf(letterId),
    );
    await this.outbox.put(
      [
        {
          key: `letter/${key ?? letterId}`,
          lane: LANES.inform,
          instance: way.instance.name,
          target: way.target,
          message: { kind: 'letter', letterId, sealed },
          userId: to.userId,
          notBefore: now,
          expiresAt: new Date(now.getTime() + livesMs),
        },
      ],
      now,
    );
  }

  private wayTo(address: string): { readonly instance: OpenInstance; readonly target: unknown } | undefined {
    for (const instance of this.instances.thatSend('inform')) {
      const parsed = instance.plugin.target.safeParse({ address });
      if (parsed.success) return { instance, target: parsed.data };
    }
    return undefined;
  }
}
