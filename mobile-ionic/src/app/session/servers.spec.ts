import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Servers, originOf } from './servers';

describe('an address of the server', () => {
  it.each([
    ['barry.example.com', 'https://barry.example.com'],
    [' https://barry.example.com/app/ ', 'https://barry.example.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('%s is %s', (written, origin) => {
    expect(originOf(written)).toBe(origin);
  });

  it.each(['', 'https://', 'http://[', 'ftp://barry.example.com'])('%s is none', (written) => {
    expect(originOf(written)).toBeUndefined();
  });
});

describe('the addresses of the server', () => {
  beforeEach(() => localStorage.clear());

  it('begin with where the app lies', () => {
    expect(TestBed.inject(Servers).addresses()).toEqual([location.origin]);
  });

  it('are asked in the order in which they answered last', () => {
    const servers = TestBed.inject(Servers);
    servers.use(['https://a.example', 'https://b.example', 'https://a.example']);
    servers.answered('https://b.example');
    expect(servers.addresses()).toEqual(['https://b.example', 'https://a.example']);
  });

  it('grow by those that a card names, and are remembered', () => {
    const servers = TestBed.inject(Servers);
    servers.use(['https://a.example']);
    servers.learn(['https://a.example/api/v1/receipts', 'https://b.example/api/v1/receipts', 'nonsense:']);
    expect(servers.addresses()).toEqual(['https://a.example', 'https://b.example']);
    TestBed.resetTestingModule();
    expect(TestBed.inject(Servers).addresses()).toEqual(['https://a.example', 'https://b.example']);
  });
});
