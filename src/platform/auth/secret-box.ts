import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** The box was made with a key that is not there, or by somebody else. */
export class SecretUnreadable extends Error {}

const FORMAT = 'v1';

export const keyIdOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** What every box of this key begins with. */
export const boxPrefix = (keyId: string): string => `${FORMAT}.${keyId}.`;

/**
 * AES-256-GCM: secrets that must be shown again. The key's id stands in front, so that keys can be changed: one seals,
 * all of them open.
 */
export class SecretBox {
  readonly keyId: string;
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(
    private readonly key: Buffer,
    others: readonly Buffer[] = [],
  ) {
    this.keyId = keyIdOf(key);
    this.keys = new Map([...others, key].map((one) => [keyIdOf(one), one]));
  }

  /** Those that only open. */
  get otherKeyIds(): readonly string[] {
    return [...this.keys.keys()].filter((id) => id !== this.keyId);
  }

  /** `context` is not stored: what was sealed for one row cannot be opened as another's. */
  seal(text: string, context: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
    return boxPrefix(this.keyId) + parts.join('.');
  }

  /** @throws SecretUnreadable */
  open(box: string, context: string): string {
    const [format, keyId, iv, tag, sealed] = box.split('.');
    const key = this.keys.get(keyId ?? '');
    if (format !== FORMAT || !key || !iv || !tag || sealed === undefined)
      throw new SecretUnreadable('A secret was sealed with a key that is not there');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'))
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString();
    } catch {
      throw new SecretUnreadable('A secret was changed after it was sealed');
    }
  }
}
