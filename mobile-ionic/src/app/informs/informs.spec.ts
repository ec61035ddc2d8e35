import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { provideTransloco } from '@jsverse/transloco';
import { Live, type News } from '../session/live';
import { Session } from '../session/session';
import { Informs } from './informs';

const inform = (over: Partial<News> = {}): News => ({
  kind: 'inform.sent',
  position: '7',
  userId: 'me',
  params: { title: 'Disk is full', body: 'Sato took it', link: '/escalations/e1' },
  ...over,
});

describe('news that ring nobody', () => {
  let informs: Informs;
  let live: Live;

  beforeEach(() => {
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideTransloco({ config: { availableLangs: ['en'] } }),
      ],
    });
    informs = TestBed.inject(Informs);
    live = TestBed.inject(Live);
    TestBed.inject(Session).begin({
      userId: 'me',
      name: 'Me',
      email: '',
      deviceId: 'd',
      token: 't',
      notifiers: [],
    });
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('are shown once, to whom they are for', () => {
    live.news.next(inform());
    live.news.next(inform());
    live.news.next(inform({ userId: 'another', position: '8' }));
    expect(informs.shown().map(({ body }) => body)).toEqual(['Sato took it']);
  });

  it('leave by themselves once they were to be seen, the oldest first', () => {
    for (const position of ['1', '2', '3']) live.news.next(inform({ position }));
    expect(informs.shown().map(({ key }) => key)).toEqual(['2', '3']);
    jest.advanceTimersByTime(15_000);
    expect(informs.shown()).toEqual([]);
  });

  it('leave when they are closed', () => {
    live.news.next(inform());
    informs.close('7');
    expect(informs.shown()).toEqual([]);
  });
});
