import { describe, expect, it } from '@jest/globals';
import { overflowAlert, tooLargeAlert } from './job.rules.js';

const at = (text: string): Date => new Date(`2026-11-23T${text}Z`);

describe('alerts of our own that nothing ever resolves', () => {
  it('are one for an hour, and another one for the next', () => {
    for (const alertAt of [
      (when: Date) => overflowAlert('Grafana', when),
      (when: Date) => tooLargeAlert('Grafana', 1, 1024 * 1024, when),
    ]) {
      const key = alertAt(at('02:01:00')).dedupKey;
      expect(alertAt(at('02:59:59')).dedupKey).toBe(key);
      expect(alertAt(at('03:00:00')).dedupKey).not.toBe(key);
    }
  });
});
