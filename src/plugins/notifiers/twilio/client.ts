import type twilio from 'twilio';
import { answerText, type NotifierHost } from '../../kit/index.js';
import type { Settings } from './settings.js';

type Sdk = typeof twilio;
type Requests = InstanceType<Sdk['RequestClient']>;
type RequestOptions = Parameters<Requests['request']>[0];
interface Answer<T> {
  readonly statusCode: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** Something between us and Twilio has answered in its place. */
export class NotTwilio extends Error {
  constructor(readonly what: string) {
    super(what);
  }
}

/** Loaded only where it is configured: an installation without it shall not carry it. */
export const loadSdk = async (): Promise<Sdk> => (await import('twilio')).default;

/** The SDK for one try. Its requests go through the house: one deadline, one proxy, one simulator, and no retries. */
export function clientOf(
  sdk: Sdk,
  { accountSid, authToken }: Settings,
  fetch: NotifierHost['fetch'],
  signal?: AbortSignal,
) {
  class ThroughTheHouse extends sdk.RequestClient {
    /** The SDK's errors leave out the headers. */
    seen: Response | undefined;

    override async request<T>({ method, uri, params, data, headers }: RequestOptions): Promise<Answer<T>> {
      const url = new URL(uri);
      for (const [name, value] of formOf(params)) url.searchParams.append(name, value);
      const basic = Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64');
      const response = await fetch(url, {
        method: method.toUpperCase(),
        headers: { ...(headers as Record<string, string>), authorization: `Basic ${basic}` },
        ...(data === undefined ? {} : { body: formOf(data as object) }),
        ...(signal && { signal }),
        redirect: 'manual',
      });
      this.seen = response;
      const body = parsed(await answerText(response));
      if (body === undefined) throw new NotTwilio(`HTTP ${response.status}, no JSON`);
      return { statusCode: response.status, body: body as T, headers: Object.fromEntries(response.headers) };
    }
  }

  const requests = new ThroughTheHouse();
  // The SDK would read these two from the environment, and go elsewhere.
  const elsewhere = { edge: '', region: '' };
  const api = sdk(accountSid, authToken.reveal(), { httpClient: requests, autoRetry: false, ...elsewhere });
  return { api, seen: () => requests.seen };
}

/** Lists are repeated, as Twilio wants them. */
const formOf = (fields: object | undefined): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields ?? {}).flatMap(([name, value]: [string, unknown]) =>
      [value]
        .flat()
        .flatMap((one): [string, string][] =>
          one === undefined ? [] : [[name, String(one as string | number | boolean)]],
        ),
    ),
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
