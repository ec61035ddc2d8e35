// npm run sbom: the bill of materials (CycloneDX) of everything that the lock file installs, as dist/sbom.cdx.json.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runScript } from './bootstrap.mjs';
import { Problem } from './problem.mjs';
import { missingFrom } from './security/inventory.mjs';

const MOST_BYTES = 64 * 1024 * 1024;

await runScript(async () => {
  const text = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
  const bill = JSON.parse(text);
  const missing = missingFrom(bill, JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  if (missing.length > 0) throw new Problem(`The bill leaves out ${missing.join(', ')}`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(join(ROOT, 'dist/sbom.cdx.json'), text);
  console.log(`dist/sbom.cdx.json lists ${bill.components.length} components, every one of the lock file.`);
});
