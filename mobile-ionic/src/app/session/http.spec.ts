import { HttpClient, HttpContext, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { IDEMPOTENCY_KEY, apiInterceptor } from './http';
import { Servers } from './servers';
import { Session } from './session';

const [A, B] = ['https://a.example', 'https://b.example'];

describe('a request of the app', () => {
  let http: HttpClient;
  let wire: HttpTestingController;

  beforeEach(() => {
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([apiInterceptor])), provideHttpClientTesting()],
    });
    TestBed.inject(Servers).use([A, B]);
    TestBed.inject(Session).begin({
      userId: 'u',
      name: 'n',
      email: 'e',
      deviceId: 'd',
      token: 'device-token',
      notifiers: [],
    });
    http = TestBed.inject(HttpClient);
    wire = TestBed.inject(HttpTestingController);
  });
  afterEach(() => wire.verify());

  it('carries the device’s token to the first address', async () => {
    const answer = firstValueFrom(http.get('/api/v1/me'));
    const asked = wire.expectOne(`${A}/api/v1/me`);
    expect(asked.request.headers.get('authorization')).toBe('Bearer device-token');
    expect(asked.request.headers.has('idempotency-key')).toBe(false);
    asked.flush({ name: 'n' });
    expect(await answer).toEqual({ name: 'n' });
  });

  it('goes on to the next address when nobody answers, with the same key, and stays there', async () => {
    const context = new HttpContext().set(IDEMPOTENCY_KEY, 'same');
    const answer = firstValueFrom(http.post('/api/v1/rings/r/accept', {}, { context }));
    const first = wire.expectOne(`${A}/api/v1/rings/r/accept`);
    expect(first.request.headers.get('idempotency-key')).toBe('same');
    first.error(new ProgressEvent('error'));
    const second = wire.expectOne(`${B}/api/v1/rings/r/accept`);
    expect(second.request.headers.get('idempotency-key')).toBe('same');
    second.flush({ ok: true });
    expect(await answer).toEqual({ ok: true });
    expect(TestBed.inject(Servers).addresses()).toEqual([B, A]);
  });

  it('takes a no for an answer', async () => {
    const answer = firstValueFrom(http.get('/api/v1/me')).catch((error: { status: number }) => error.status);
    wire.expectOne(`${A}/api/v1/me`).flush({}, { status: 409, statusText: 'Conflict' });
    expect(await answer).toBe(409);
  });

  it('ends the session when the device’s token is no longer good', async () => {
    const answer = firstValueFrom(http.get('/api/v1/me')).catch(() => undefined);
    wire.expectOne(`${A}/api/v1/me`).flush({}, { status: 401, statusText: 'Unauthorized' });
    await answer;
    expect(TestBed.inject(Session).signedIn()).toBeUndefined();
  });
});
