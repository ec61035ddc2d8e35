import { describe, expect, it } from '@jest/globals';
import { placeOf, policyOf } from './content-policy.rules.js';

describe('the policy of an answer', () => {
  it.each([
    ['/', 'console'],
    ['/incidents/1', 'console'],
    ['/apple', 'console'],
    ['/app', 'app'],
    ['/app/ring', 'app'],
    ['/api/docs', 'docs'],
    ['/api/docs/swagger-ui.css', 'docs'],
    ['/api/v1/teams', 'data'],
    ['/api/openapi.json', 'data'],
    ['/webhooks/grafana/x', 'data'],
  ] as const)('%s is for the %s', (path, place) => expect(placeOf(path)).toBe(place));

  it.each(['console', 'app', 'docs', 'data'] as const)('lets no inline script run for the %s', (place) => {
    const policy = policyOf(place, 'n');
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    for (const held of ["frame-ancestors 'none'", "object-src 'none'", "frame-src 'none'"])
      expect(policy).toContain(held);
  });

  it('lets the console write only the styles that carry its nonce, and ask only its own server', () => {
    const policy = policyOf('console', 'abc');
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).toContain("script-src 'self' 'nonce-abc'");
    expect(policy).toMatch(/connect-src 'self'(;|$)/);
  });
});
