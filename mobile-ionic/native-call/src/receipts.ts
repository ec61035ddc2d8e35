import type { Clock } from './clock.js';
import type { ReceiptAddress, ReceiptKind } from './definitions.js';
import type { Store } from './store.js';

/** A receipt as it waits: what is said, to whom, and until when anybody would listen. */
export interface WaitingReceipt {
  readonly ringId: string;
  readonly revision: number;
  readonly kind: ReceiptKind;
  readonly seq: number;
  readonly at: string;
  readonly detail?: string;
  readonly address: ReceiptAddress;
  readonly until: number;
}

/** Posts to one address; resolves with the HTTP status, rejects when nobody answered in time. */
export type Post = (url: string, token: string, body: ReceiptBody, timeoutMs: number) => Promise<number>;

export interface ReceiptBody {
  readonly ringId: string;
  readonly revision: number;
  readonly deviceId: string;
  readonly kind: ReceiptKind;
  readonly seq: number;
  readonly at: string;
  readonly detail?: { readonly reason?: string };
}

export const POST_TIMEOUT_MS = 2_000;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/**
 * Receipts are the only proof that a telephone rang, so none is lost: each is written down first, posted to
 * every address in turn, and tried again until the server took it or its ring is long over.
 */
export class ReceiptQueue {
  private round = 0;
  private flushing: Promise<void> | undefined;
  private again = false;
  private cancelRetry: (() => void) | undefined;

  constructor(
    private readonly store: Store,
    private readonly post: Post,
    private readonly clock: Clock,
    private readonly deviceId: () => string,
  ) {}

  async add(receipt: Omit<WaitingReceipt, 'seq' | 'at'>): Promise<void> {
    const seq = await this.store.increment(`receiptSeq/${receipt.ringId}`);
    const waiting: WaitingReceipt = { ...receipt, seq, at: new Date(this.clock.now()).toISOString() };
    await this.store.set(keyOf(waiting), waiting);
    void this.flush();
  }

  /** One pass over everything that waits; a second caller joins the pass that is under way. */
  flush(): Promise<void> {
    if (this.flushing) {
      this.again = true;
      return this.flushing;
    }
    this.flushing = this.pass().finally(() => {
      this.flushing = undefined;
      if (!this.again) return;
      this.again = false;
      void this.flush();
    });
    return this.flushing;
  }

  private async pass(): Promise<void> {
    this.cancelRetry?.();
    this.cancelRetry = undefined;
    let kept = 0;
    for (const [key, receipt] of await this.inOrder()) {
      const outcome = receipt.until <= this.clock.now() ? 'refused' : await this.deliver(receipt);
      if (outcome === 'taken')
        await this.store.set('lastReceiptAt', new Date(this.clock.now()).toISOString());
      if (outcome === 'silent') kept++;
      else await this.store.delete(key);
    }
    if (kept === 0) {
      this.round = 0;
      return;
    }
    const wait = RETRY_MS[Math.min(this.round++, RETRY_MS.length - 1)] ?? 30_000;
    this.cancelRetry = this.clock.after(wait, () => void this.flush());
  }

  private async inOrder(): Promise<(readonly [string, WaitingReceipt])[]> {
    const waiting = await this.store.list<WaitingReceipt>('receipt/');
    return [...waiting].sort(([, a], [, b]) => a.at.localeCompare(b.at) || a.seq - b.seq);
  }

  private async deliver(receipt: WaitingReceipt): Promise<'taken' | 'refused' | 'silent'> {
    let refusals = 0;
    for (const url of receipt.address.urls) {
      const status = await this.post(url, receipt.address.token, this.body(receipt), POST_TIMEOUT_MS).catch(
        () => undefined,
      );
      if (status !== undefined && status >= 200 && status < 300) return 'taken';
      if (status !== undefined && isFinal(status)) refusals++;
    }
    // Every address said no for good: asking again would only ever hear the same.
    return refusals === receipt.address.urls.length ? 'refused' : 'silent';
  }

  private body(receipt: WaitingReceipt): ReceiptBody {
    const { ringId, revision, kind, seq, at, detail } = receipt;
    return {
      ringId,
      revision,
      deviceId: this.deviceId(),
      kind,
      seq,
      at,
      ...(detail !== undefined && { detail: { reason: detail } }),
    };
  }
}

/** One of each kind per revision: a repeat replaces itself, and the server drops it too. */
const keyOf = ({ ringId, revision, kind }: WaitingReceipt): string => `receipt/${ringId}/${revision}/${kind}`;

const isFinal = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;

export const postByFetch: Post = async (url, token, body, timeoutMs) => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      keepalive: true,
      signal: abort.signal,
    });
    return response.status;
  } finally {
    clearTimeout(timer);
  }
};
