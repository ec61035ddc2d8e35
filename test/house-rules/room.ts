import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const CONFIGS = ['package.json', 'tsconfig.json', 'eslint.config.mjs', '.dependency-cruiser.cjs'];

export interface Found {
  readonly file: string;
  readonly rule: string;
}

/** An empty house with our rules in it, for planting faults. */
export class Room {
  private readonly folder = mkdtempSync(join(tmpdir(), 'house-rules-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const name of CONFIGS) copyFileSync(join(ROOT, name), join(this.folder, name));
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), `${text}\n`);
    }
  }

  async boundaries(): Promise<readonly Found[]> {
    const output = await this.run('dependency-cruiser/bin/dependency-cruiser.mjs', [
      'src',
      '--config',
      '.dependency-cruiser.cjs',
      '--preserve-symlinks',
      '--output-type=json',
    ]);
    const { summary } = JSON.parse(output) as {
      summary: { violations: readonly { from: string; rule: { name: string } }[] };
    };
    return summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name }));
  }

  async lint(): Promise<readonly Found[]> {
    const output = await this.run('eslint/bin/eslint.js', ['src', '--format=json']);
    const files = JSON.parse(output) as readonly {
      filePath: string;
      messages: readonly { ruleId: string | null; message: string }[];
    }[];
    return files.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message }) => ({
        file: relative(this.folder, filePath),
        rule: ruleId ?? message,
      })),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Both tools end with an error when they find something, which is what we want them to. */
  private run(tool: string, options: readonly string[]): Promise<string> {
    const program = join(this.folder, 'node_modules', tool);
    return new Promise((resolve, reject) => {
      execFile(
        process.execPath,
        [program, ...options],
        { cwd: this.folder, maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (stdout.startsWith('{') || stdout.startsWith('[')) return resolve(stdout);
          reject(new Error(`${tool} said nothing readable: ${stderr}`, { cause: error }));
        },
      );
    });
  }
}
