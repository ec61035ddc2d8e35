import { createHmac } from 'node:crypto';

/** `Barry-Signature`: the time is signed with the body, so that an old request cannot be sent again as a new one. */
export function signatureOf(body: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
