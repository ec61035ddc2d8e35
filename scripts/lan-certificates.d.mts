import type { NetworkInterfaceInfo } from 'node:os';

export function lanAddresses(interfaces?: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly string[];

/** Files. */
export function lanCertificates(options: {
  readonly dataDir: string;
  readonly addresses: readonly string[];
  readonly now?: Date;
}): Promise<{ readonly authority: string; readonly certificate: string; readonly key: string }>;
