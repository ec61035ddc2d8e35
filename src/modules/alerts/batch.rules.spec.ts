import { describe, expect, it } from '@jest/globals';
import type { Signal } from '../../plugins/kit/index.js';
import { applied, sortedOf, type Touched } from './batch.rules.js';
import type { AlertOrigin } from './ingest.js';
import { RoutingRule } from './rules.dto.js';
import { rulebookOf } from './rules.rules.js';

const AT = new Date('2026-11-27T03:12:00Z');
const origin = (...rules: object[]): AlertOrigin => ({
  integrationId: 'integration',
  name: 'Opsgenie',
  source: 'opsgenie-alerts',
  mode: 'live',
  missingKey: 'hash',
  rules: rulebookOf(rules.map((rule) => RoutingRule.parse(rule))),
});
let made = 0;
const id = (): string => `id-${(made += 1)}`;

/** All of them one after the other, as one batch. */
function told(from: AlertOrigin, ...signals: Partial<Signal>[]): Touched {
  const items = signals.map((signal) =>
    sortedOf(
      { origin: from, receivedAt: AT },
      { action: 'trigger', dedupKey: 'k', ...signal },
      new Map(),
      id,
    ),
  );
  const { touched } = applied(items, new Map());
  expect(touched).toHaveLength(1);
  return touched[0] as Touched;
}
const onHost = { field: 'host', test: 'glob', value: 'db-*' };

describe('the rules of an integration', () => {
  const databases = origin({ name: 'Databases', conditions: [onHost], severity: 'warning' });

  it('hold for an update that does not repeat what they ask about', () => {
    const { state } = told(
      databases,
      { host: 'db-1', severity: 'critical' },
      { action: 'update', severity: 'critical' },
    );
    expect(state).toMatchObject({ severity: 'warning', sourceSeverity: 'critical' });
  });

  it('hold for what an update adds', () => {
    const { state, rule } = told(
      databases,
      { severity: 'critical' },
      { action: 'update', host: 'db-1', severity: 'critical' },
    );
    expect(state).toMatchObject({ severity: 'warning', sourceSeverity: 'critical' });
    expect(rule?.name).toBe('Databases');
  });

  it('see the labels that were added to those that were there', () => {
    const both = origin({
      name: 'Both',
      conditions: [
        { field: 'label:env', test: 'equals', value: 'prod' },
        { field: 'label:tier', test: 'equals', value: '1' },
      ],
      severity: 'critical',
    });
    const { state } = told(
      both,
      { labels: { env: 'prod' }, severity: 'warning' },
      { action: 'update', labelsAdded: { tier: '1' }, severity: 'warning' },
    );
    expect(state.severity).toBe('critical');
  });

  it('are asked about what the sender says of severity, not about what a rule has made of it', () => {
    const steps = origin(
      { name: 'Up', conditions: [{ field: 'severity', test: 'equals', value: 'warning' }], severity: 'high' },
      {
        name: 'Top',
        conditions: [{ field: 'severity', test: 'equals', value: 'high' }],
        severity: 'critical',
      },
    );
    const { state, happened } = told(
      steps,
      { severity: 'warning', sourceSeverity: 'P3' },
      { action: 'update', title: 'Slow still' },
      { action: 'update', title: 'Slow still' },
    );
    expect(state).toMatchObject({ severity: 'high', sourceSeverity: 'P3', title: 'Slow still' });
    expect(happened.has('rose')).toBe(false);
    const rose = told(
      steps,
      { severity: 'warning', sourceSeverity: 'P3' },
      { action: 'update', severity: 'high', sourceSeverity: 'P2' },
    );
    expect(rose.state).toMatchObject({ severity: 'critical', sourceSeverity: 'P2' });
  });

  it('leave alone what says nothing of severity, and what is over', () => {
    const { state } = told(databases, { host: 'db-1', severity: 'critical' }, { action: 'resolve' });
    expect(state).toMatchObject({ status: 'resolved', severity: 'warning', sourceSeverity: 'critical' });
  });
});
