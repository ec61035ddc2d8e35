import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';

const ID_BYTES = 16;
const MAC_BYTES = 16;

/**
 * Where a provider reports what becomes of one message. The address names the message, and only we can write such a
 * name; it is good for its own instance, so that one provider cannot speak for another.
 */
@Injectable()
export class CallbackAddresses {
  private readonly key: Buffer;
  private readonly others: readonly Buffer[];

  constructor(private readonly config: Config) {
    this.key = keyOf(config.keys.secret);
    this.others = config.keys.others.map(keyOf);
  }

  /** The first public address: signatures cover it, so there is one. */
  of(instance: string, messageId: string): { readonly url: string; readonly ref: string } {
    const id = Buffer.from(messageId.replaceAll('-', ''), 'hex');
    const ref = Buffer.concat([id, signed(instance, id, this.key)]).toString('base64url');
    return { ref, url: `${this.config.publicUrl}/callbacks/${instance}/${ref}` };
  }

  /** Undefined: not one of ours. */
  messageOf(instance: string, ref: string): string | undefined {
    const bytes = Buffer.from(ref, 'base64url');
    if (bytes.length !== ID_BYTES + MAC_BYTES) return undefined;
    const id = bytes.subarray(0, ID_BYTES);
    const mac = bytes.subarray(ID_BYTES);
    const keys = [this.key, ...this.others];
    if (!keys.some((key) => timingSafeEqual(signed(instance, id, key), mac))) return undefined;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}

const keyOf = (secret: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'barry callback addresses', 32));

const signed = (instance: string, id: Buffer, key: Buffer): Buffer =>
  createHmac('sha256', key).update(`${instance}\0`).update(id).digest().subarray(0, MAC_BYTES);
