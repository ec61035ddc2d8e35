// npm run audit:report: asks the registry what is known to be wrong with our dependencies, writes
// docs/security/dependency-audit.md, and fails while a finding is not explained.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { findingsOf, reportOf, unexplained } from './security/findings.mjs';

const folder = join(ROOT, 'docs/security');

await runScript(async () => {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: ROOT, encoding: 'utf8' });
  const audit = JSON.parse(stdout || '{}');
  // Nothing known is not the same as nobody asked.
  if (audit.auditReportVersion === undefined)
    throw new Problem(`The registry does not answer audits: ${audit.message ?? 'no answer'}`);
  const explanations = JSON.parse(readFileSync(join(folder, 'audit-explanations.json'), 'utf8'));
  const findings = findingsOf(audit);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(join(folder, 'dependency-audit.md'), reportOf(findings, explanations, date));
  const open = unexplained(findings, explanations);
  for (const { name, severity, title, url } of open) console.error(`${name} (${severity}): ${title} ${url}`);
  if (open.length > 0)
    throw new Problem(`${open.length} findings are not explained in audit-explanations.json`);
  console.log(`${findings.length} findings, each explained: docs/security/dependency-audit.md`);
});
