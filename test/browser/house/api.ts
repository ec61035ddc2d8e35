/** An answer of the REST API, as a test reads it: what is not there is undefined. */
export type Json = { readonly [key: string]: unknown };

const TRIES = 10;

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The REST API as one person or device uses it. */
export class Api {
  constructor(
    readonly origin: string,
    readonly token?: string,
  ) {}

  as(token: string): Api {
    return new Api(this.origin, token);
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  post<T = Json>(path: string, body: object = {}): Promise<T> {
    return this.call('POST', path, body);
  }

  put<T = Json>(path: string, body: object): Promise<T> {
    return this.call('PUT', path, body);
  }

  patch<T = Json>(path: string, body: object): Promise<T> {
    return this.call('PATCH', path, body);
  }

  /** To an integration's door, as a monitor sends: again when it was not stored in time, as on a busy machine. */
  async deliver(hook: string, body: object): Promise<Json> {
    const monitor = new Api(this.origin);
    for (let tries = 1; ; tries += 1) {
      try {
        return await monitor.call('POST', hook, body, '');
      } catch (error) {
        if (tries === TRIES || !(error instanceof Refused) || error.status !== 503) throw error;
      }
    }
  }

  private async call<T>(method: string, path: string, body?: object, prefix = '/api/v1'): Promise<T> {
    const answer = await fetch(this.origin + prefix + path, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }
}
