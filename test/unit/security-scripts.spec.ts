import { describe, expect, it } from '@jest/globals';
import { findingsOf, reportOf, unexplained } from '../../scripts/security/findings.mjs';
import { lockedPackages, missingFrom } from '../../scripts/security/inventory.mjs';

describe('the bill of materials', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'frontend-angular': { version: '0.1.0' },
      'node_modules/frontend-angular': { link: true },
      'node_modules/@a/b': { version: '1.0.0' },
      'node_modules/c/node_modules/@a/b': { version: '2.0.0' },
      'node_modules/alias': { name: 'real', version: '3.0.0' },
    },
  };

  it('lists what the lock file installs, by its real name, once each', () => {
    expect(lockedPackages(lock)).toEqual([
      'pkg:npm/%40a/b@1.0.0',
      'pkg:npm/%40a/b@2.0.0',
      'pkg:npm/real@3.0.0',
    ]);
  });

  it('says what it leaves out', () => {
    const components = [{ purl: 'pkg:npm/%40a/b@1.0.0?vcs=x' }, { purl: 'pkg:npm/real@3.0.0' }];
    expect(missingFrom({ components }, lock)).toEqual(['pkg:npm/%40a/b@2.0.0']);
  });
});

describe('the report of known faults', () => {
  const url = 'https://github.com/advisories/GHSA-1';
  const audit = {
    vulnerabilities: {
      a: { via: ['b'] },
      b: { via: [{ url, name: 'b', severity: 'high', title: 'Is slow' }] },
      c: { via: [{ url, name: 'b', severity: 'high', title: 'Is slow' }] },
    },
  };

  it('has each advisory once, and is not content until it is explained', () => {
    const findings = findingsOf(audit);
    expect(findings).toHaveLength(1);
    expect(unexplained(findings, {})).toHaveLength(1);
    expect(unexplained(findings, { [url]: 'Only in tests.' })).toEqual([]);
    expect(reportOf(findings, { [url]: 'Only in tests.' }, '2026-11-27')).toContain('| Only in tests. |');
  });

  it('tells nothing found from nobody asked', () => {
    expect(reportOf([], {}, '2026-11-27')).toContain('it knows of none');
  });
});
