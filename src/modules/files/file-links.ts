import { createHmac, hkdfSync } from 'node:crypto';
import { isSameSecret } from '../../platform/auth/same-secret.js';

/** As long as somebody looks at a page; each reading of a list gives new ones. */
export const LINK_MS = 15 * 60_000;

export interface FileLink {
  readonly fileId: string;
  readonly readerId: string;
  readonly until: number;
  readonly signature: string;
}

/** A picture in a page cannot send a token along: the address itself says who may read what, and until when. */
export class FileLinks {
  private readonly key: Buffer;

  constructor(secret: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'links to files', 32));
  }

  path(fileId: string, readerId: string, now: Date): string {
    // Whole minutes: a list that is read again shows the same address, and a browser does not load it again.
    const until = Math.ceil((now.getTime() + LINK_MS) / 60_000) * 60;
    return `/files/${fileId}?reader=${readerId}&until=${until}&signature=${this.sign(fileId, readerId, until)}`;
  }

  isGood({ fileId, readerId, until, signature }: FileLink, now: Date): boolean {
    return isSameSecret(signature, this.sign(fileId, readerId, until)) && until * 1000 > now.getTime();
  }

  private sign(fileId: string, readerId: string, until: number): string {
    return createHmac('sha256', this.key).update(`${fileId} ${readerId} ${until}`).digest('base64url');
  }
}
