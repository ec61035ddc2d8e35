import type { DomainError } from '../errors/domain-error.js';
import { Authenticator } from './auth.guard.js';
import { Authority, Forbidden, Unauthenticated } from './authority.js';
import type { Caller } from './caller.js';

/** What goes on answering long after its credential was looked at. */
export interface OpenStream {
  /** As the guard knew them when it opened. */
  readonly caller: Caller;
  /** The right by which it was opened. */
  readonly right: string;
  end(reason: DomainError): void;
}

/** News after which somebody may see less than before: read before anything else of its time is handed out. */
const CHANGES: ReadonlySet<string> = new Set(['user.updated', 'team.updated', 'device.removed']);
/** Written with whatever ends a credential. Its audience is nobody: only this process reads it. */
export const ACCESS_ENDED = 'access.ended';

export const mayEndStreams = (kind: string): boolean => kind === ACCESS_ENDED || CHANGES.has(kind);

/**
 * All open streams of this process. A stream is let in once and lives for hours; here all of them are asked about at
 * once, again and again, by one statement.
 */
export class OpenStreams {
  private readonly open = new Set<OpenStream>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly authority: Authority,
  ) {}

  /** Gives back how to leave. */
  enter(stream: OpenStream): () => void {
    this.open.add(stream);
    return () => void this.open.delete(stream);
  }

  /**
   * Ends the streams of those who may not any more; how many. While the database does not answer all stay open: an
   * open app is rung by its stream.
   */
  async look(): Promise<number> {
    const streams = [...this.open];
    if (streams.length === 0) return 0;
    const standing = await this.authenticator.standing(streams.map(({ caller }) => caller));
    const ended = streams.flatMap((stream) => {
      const reason = this.refusal(standing.get(stream.caller.credentialId ?? ''), stream.right);
      return reason ? [{ stream, reason }] : [];
    });
    for (const { stream, reason } of ended) stream.end(reason);
    return ended.length;
  }

  private refusal(now: Caller | undefined, right: string): DomainError | undefined {
    if (!now) return new Unauthenticated('This credential is not valid any more');
    return this.authority.mayAnywhere(now, right)
      ? undefined
      : new Forbidden('You may not do this any more', { right });
  }
}
