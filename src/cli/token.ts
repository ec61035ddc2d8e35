import { readFileSync, statSync } from 'node:fs';
import type { CliEnvironment } from './environment.js';
import { CliFailure } from './failures.js';

/** @throws CliFailure where there is none, or where others could read it */
export function tokenOf({ token, tokenFile }: Pick<CliEnvironment, 'token' | 'tokenFile'>): string {
  const text = (token ?? fromFile(tokenFile)).trim();
  if (!/^[\x21-\x7e]+$/.test(text))
    throw new CliFailure('TOKEN_UNUSABLE', 'The token is empty or holds characters that no token has');
  return text;
}

function fromFile(path: string): string {
  const mode = modeOf(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CliFailure(
      'TOKEN_FILE_OPEN',
      `${path} can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')}); run: chmod 600 ${path}`,
    );
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliFailure('TOKEN_UNUSABLE', `${path} cannot be read (${reasonOf(error)})`);
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode;
  } catch (error) {
    if (reasonOf(error) === 'ENOENT')
      throw new CliFailure(
        'TOKEN_MISSING',
        `Put an API token into BARRY_TOKEN, or into ${path} (mode 0600); the console makes tokens`,
      );
    throw new CliFailure('TOKEN_UNUSABLE', `${path} cannot be read (${reasonOf(error)})`);
  }
}

const reasonOf = (error: unknown): string => (error as { code?: string }).code ?? 'unknown fault';
