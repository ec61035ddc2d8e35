import type { Duplex } from 'node:stream';

const KNOWN: Readonly<Record<string, readonly [status: number, phrase: string, title: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large'],
};
const UNREADABLE = [400, 'Bad Request', 'This is no HTTP request'] as const;

/** What Node could not read as a request, in the form of everything else that leaves the house. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, phrase, title] = KNOWN[error.code ?? ''] ?? UNREADABLE;
  const body = JSON.stringify({ type: 'about:blank', title, status, code: `HTTP_${status}`, details: {} });
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
