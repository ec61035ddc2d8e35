import { originOf } from '../session/servers';

const CODE = /barry_q_[A-Za-z0-9_-]{43}/;

export interface DeviceLink {
  readonly code: string;
  /** Where the code is good; none: where this app asks anyway. */
  readonly servers: readonly string[];
}

/** What the console shows as a QR code, or what somebody has pasted of it. */
export function readDeviceLink(text: string): DeviceLink | undefined {
  const code = CODE.exec(text)?.[0];
  if (code === undefined) return undefined;
  const said = new URLSearchParams(text.slice(text.indexOf('#') + 1));
  const servers = said.getAll('server').flatMap((server) => originOf(server) ?? []);
  return { code, servers: [...new Set(servers)].slice(0, 8) };
}
