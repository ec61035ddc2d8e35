import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cliEnvironment } from './environment.js';
import { tokenOf } from './token.js';

let folder: string;
let tokenFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'barry-token-'));
  tokenFile = join(folder, 'token');
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (text: string, mode: number): void => {
  writeFileSync(tokenFile, text);
  chmodSync(tokenFile, mode);
};

describe('the token', () => {
  it('comes from the environment first, then from the file of its owner', () => {
    written('barry_file\n', 0o600);
    expect(tokenOf({ token: 'barry_environment', tokenFile })).toBe('barry_environment');
    expect(tokenOf({ token: undefined, tokenFile })).toBe('barry_file');
  });

  it.each([0o640, 0o604, 0o644])('is refused in a file that others can read (%o)', (mode) => {
    written('barry_file', mode);
    expect(() => tokenOf({ token: undefined, tokenFile })).toThrow(/can be read by others.*chmod 600/);
  });

  it('is asked for in words when there is none', () => {
    expect(() => tokenOf({ token: undefined, tokenFile })).toThrow(/Put an API token into BARRY_TOKEN/);
  });

  it('is refused when it is empty or has blanks in it', () => {
    written('', 0o600);
    expect(() => tokenOf({ token: undefined, tokenFile })).toThrow(/empty/);
    expect(() => tokenOf({ token: 'a b', tokenFile })).toThrow(/no token has/);
  });
});

describe('the environment', () => {
  it('says where servers, token and colours are', () => {
    expect(
      cliEnvironment({ HOME: '/home/aoi', BARRY_SERVER: 'a:1', BARRY_TOKEN: '', NO_COLOR: '1' }),
    ).toEqual({
      servers: 'a:1',
      token: undefined,
      tokenFile: '/home/aoi/.config/barry/token',
      wantsColour: false,
    });
    expect(cliEnvironment({ HOME: '/home/aoi', XDG_CONFIG_HOME: '/etc/aoi' })).toEqual({
      servers: undefined,
      token: undefined,
      tokenFile: '/etc/aoi/barry/token',
      wantsColour: true,
    });
  });
});
