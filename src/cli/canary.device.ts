import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CliFailure } from './failures.js';

const Stored = z.strictObject({ deviceId: z.uuid(), deviceToken: z.string().min(1) });
export type CanaryDevice = z.output<typeof Stored>;

/**
 * Undefined where there is no such file yet.
 * @throws CliFailure where others could read it, or where it holds something else
 */
export function storedDevice(path: string): CanaryDevice | undefined {
  let mode: number;
  try {
    mode = statSync(path).mode;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw unusable(path);
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CliFailure('DEVICE_FILE_OPEN', `${path} can be read by others; run: chmod 600 ${path}`);
  try {
    return Stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw unusable(path);
  }
}

/** Its token is shown once: what is not kept is lost. */
export function storeDevice(path: string, { deviceId, deviceToken }: CanaryDevice): void {
  try {
    writeFileSync(path, `${JSON.stringify({ deviceId, deviceToken })}\n`, { mode: 0o600, flag: 'wx' });
  } catch {
    throw unusable(path);
  }
}

const unusable = (path: string): CliFailure =>
  new CliFailure('DEVICE_FILE_UNUSABLE', `${path} cannot be read or written, or holds no device`);
