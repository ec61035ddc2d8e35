import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from './problem.mjs';

/** As mkdir -p. Node's own recursive form never ends where the system says that even the parent is missing (/proc). */
export function makeFolder(folder) {
  try {
    make(folder);
  } catch (cause) {
    throw new Problem(fileProblem(cause, folder), { cause });
  }
}

function make(folder) {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}

export function fileProblem(error, folder) {
  if (error.code === 'ENOSPC') return `The disk is full: ${folder} cannot be written.`;
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(error.code)) {
    return `The data folder ${folder} cannot be written (${error.code}): choose another with BARRY_DATA_DIR.`;
  }
  return `The data folder ${folder} cannot be used: ${error.message}`;
}
