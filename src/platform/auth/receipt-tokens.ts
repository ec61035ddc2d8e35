import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export const RECEIPT_TOKEN_PREFIX = 'barry_r_';
const BODY_BYTES = 16 + 16 + 6;
const MAC_BYTES = 32;

export interface RingPass {
  readonly ringId: string;
  readonly deviceId: string;
}

interface Read {
  readonly pass: RingPass;
  readonly endsAtMs: number;
}

const isOver = ({ endsAtMs }: Read, now: Date): boolean => endsAtMs <= now.getTime();

/**
 * The token on a ring's card: good for that ring on that device until it expires, and for nothing else. It proves
 * itself by a signature, so that a receipt needs no look-up before it is believed.
 */
export class ReceiptTokens {
  private readonly key: Buffer;
  private readonly others: readonly Buffer[];

  /** What others have signed is believed: a phone that rings while the key is changed is heard. */
  constructor(secret: Buffer, others: readonly Buffer[] = []) {
    this.key = keyOf(secret);
    this.others = others.map(keyOf);
  }

  mint({ ringId, deviceId }: RingPass, expiresAt: Date): string {
    const body = Buffer.concat([bytesOf(ringId), bytesOf(deviceId), Buffer.alloc(6)]);
    body.writeUIntBE(Math.ceil(expiresAt.getTime() / 1000), 32, 6);
    return RECEIPT_TOKEN_PREFIX + Buffer.concat([body, signed(body, this.key)]).toString('base64url');
  }

  /** Undefined: not one of ours, or too old. */
  check(token: string, now: Date): RingPass | undefined {
    const read = this.read(token);
    return read === undefined || isOver(read, now) ? undefined : read.pass;
  }

  /** One of ours, whose time has come. */
  isExpired(token: string, now: Date): boolean {
    const read = this.read(token);
    return read !== undefined && isOver(read, now);
  }

  private read(token: string): Read | undefined {
    if (!token.startsWith(RECEIPT_TOKEN_PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(RECEIPT_TOKEN_PREFIX.length), 'base64url');
    if (bytes.length !== BODY_BYTES + MAC_BYTES) return undefined;
    const body = bytes.subarray(0, BODY_BYTES);
    const mac = bytes.subarray(BODY_BYTES);
    if (![this.key, ...this.others].some((key) => timingSafeEqual(signed(body, key), mac))) return undefined;
    const pass = { ringId: idOf(body.subarray(0, 16)), deviceId: idOf(body.subarray(16, 32)) };
    return { pass, endsAtMs: body.readUIntBE(32, 6) * 1000 };
  }
}

const keyOf = (secret: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'barry receipt tokens', 32));

const signed = (body: Buffer, key: Buffer): Buffer => createHmac('sha256', key).update(body).digest();

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
