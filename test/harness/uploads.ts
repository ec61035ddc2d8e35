import type { House, RestAnswer } from './house.js';
import type { Json } from './json.js';

/** Bytes as they are, as console and app send them. */
export async function upload(
  house: House,
  token: string,
  incidentId: string,
  name: string,
  bytes: string | Uint8Array<ArrayBuffer> | ReadableStream,
): Promise<RestAnswer> {
  const query = new URLSearchParams({ subjectKind: 'incident', subjectId: incidentId, name });
  const answer = await fetch(`${house.origin}/api/v1/uploads?${query.toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: bytes,
    ...(bytes instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json };
}
