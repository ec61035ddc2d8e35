import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** The box was made with another key, or by somebody else. */
export class SecretUnreadable extends Error {}

const FORMAT = 'v1';

/** AES-256-GCM: secrets that must be shown again. The key's id stands in front, so that keys can be changed. */
export class SecretBox {
  private readonly keyId: string;

  constructor(private readonly key: Buffer) {
    this.keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  }

  /** `context` is not stored: what was sealed for one row cannot be opened as another's. */
  seal(text: string, context: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [FORMAT, this.keyId, iv, cipher.getAuthTag(), sealed]
      .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.');
  }

  /** @throws SecretUnreadable */
  open(box: string, context: string): string {
    const [format, keyId, iv, tag, sealed] = box.split('.');
    if (format !== FORMAT || keyId !== this.keyId || !iv || !tag || sealed === undefined)
      throw new SecretUnreadable('A secret was sealed with another key');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, Buffer.from(iv, 'base64url'))
        .setAAD(Buffer.from(context))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString();
    } catch {
      throw new SecretUnreadable('A secret was changed after it was sealed');
    }
  }
}
