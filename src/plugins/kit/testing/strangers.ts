import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { TLSSocket } from 'node:tls';

/**
 * What answers in a gateway's place: a page with 200 and with 500, a redirect to a sign-in, nothing at all, JSON of
 * somebody else, a page without an end, a page that stops after its first signs, a connection that is reset.
 */
export const STRANGERS = [
  'page',
  'broken-page',
  'login',
  'empty',
  'odd',
  'endless',
  'drip',
  'reset',
] as const;
export type Stranger = (typeof STRANGERS)[number];

export const isStranger = (mode: string): mode is Stranger => (STRANGERS as readonly string[]).includes(mode);

const PAGE = '<!doctype html><html><body>Sign in to the network</body></html>';
const FILLER = '<p>Sign in to the network</p>'.repeat(2000);

/** One request that a stranger answers, over HTTP/1.1 or HTTP/2. */
interface Conversation {
  readonly head: (status: number, headers: Record<string, string>) => void;
  readonly body: Writable;
  readonly socket: Socket | undefined;
}

export function answerAs(stranger: Stranger, { head, body, socket }: Conversation): void {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  switch (stranger) {
    case 'page':
    case 'broken-page':
      head(stranger === 'page' ? 200 : 500, html);
      return void body.end(PAGE);
    case 'login':
      head(302, { ...html, location: 'https://portal.test/sign-in' });
      return void body.end(PAGE);
    case 'empty':
      head(200, {});
      return void body.end();
    case 'odd':
      head(200, { 'content-type': 'application/json' });
      return void body.end('{"result":"success"}');
    case 'drip':
      head(200, html);
      return void body.write('<ht');
    case 'endless':
      head(200, html);
      return pour(body);
    case 'reset':
      // Below TLS there is no way to say it.
      return void (socket instanceof TLSSocket ? socket.destroy() : socket?.resetAndDestroy());
  }
}

/** As fast as it is read, until nobody reads any more. */
function pour(body: Writable): void {
  body.on('error', () => undefined);
  const more = (): void => {
    while (!body.destroyed && body.writable) if (!body.write(FILLER)) return void body.once('drain', more);
  };
  body.write('<!doctype html><html>');
  more();
}
