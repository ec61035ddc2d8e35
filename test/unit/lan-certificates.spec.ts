import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { lanAddresses, lanCertificates } from '../../scripts/lan-certificates.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'lan-certificates-'));
const addresses = ['192.168.1.20'];
const NOW = new Date('2026-11-23T00:00:00Z');
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);
const read = (file: string) => new X509Certificate(readFileSync(file));

describe('certificates for phones in the local network', () => {
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it('are signed by an authority of this data folder, whose key only its owner can read', async () => {
    const made = await lanCertificates({ dataDir, addresses, now: NOW });
    const [authority, certificate] = [read(made.authority), read(made.certificate)];
    expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkIP('192.168.1.20')).toBe('192.168.1.20');
    expect(statSync(join(dataDir, 'tls', 'ca.key')).mode & 0o777).toBe(0o600);
  });

  it('stay as they are from start to start, so that a phone trusts once', async () => {
    const first = await lanCertificates({ dataDir, addresses, now: NOW });
    const fingerprints = [read(first.authority).fingerprint256, read(first.certificate).fingerprint256];
    const second = await lanCertificates({ dataDir, addresses, now: days(1) });
    expect([read(second.authority).fingerprint256, read(second.certificate).fingerprint256]).toEqual(
      fingerprints,
    );
  });

  it('follow the machine to another address, and are renewed before they end, under the same authority', async () => {
    const before = await lanCertificates({ dataDir, addresses, now: NOW });
    const authority = read(before.authority).fingerprint256;
    const moved = await lanCertificates({ dataDir, addresses: ['10.0.0.7'], now: NOW });
    expect(read(moved.certificate).checkIP('10.0.0.7')).toBe('10.0.0.7');
    const renewed = await lanCertificates({ dataDir, addresses: ['10.0.0.7'], now: days(340) });
    expect(new Date(read(renewed.certificate).validTo).getTime()).toBeGreaterThan(days(700).getTime());
    expect(read(renewed.authority).fingerprint256).toBe(authority);
  });

  it('live no longer than phones accept', async () => {
    const { certificate } = await lanCertificates({ dataDir, addresses, now: NOW });
    const { validFrom, validTo } = read(certificate);
    expect(new Date(validTo).getTime() - new Date(validFrom).getTime()).toBeLessThan(825 * 86_400_000);
  });

  it('open a connection for whoever trusts the authority', async () => {
    const { authority, certificate, key } = await lanCertificates({ dataDir, addresses, now: new Date() });
    const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (_, response) =>
      response.end('ring'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const { port } = server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: readFileSync(authority), agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    server.close();
    expect(status).toBe(200);
  });

  it('prefer the network at home to a bridge of containers', () => {
    const at = (address: string, internal = false) => ({
      address,
      internal,
      family: 'IPv4' as const,
      netmask: '',
      mac: '',
      cidr: null,
    });
    expect(
      lanAddresses({ docker0: [at('172.17.0.1')], lo: [at('127.0.0.1', true)], eth0: [at('192.168.1.20')] }),
    ).toEqual(['192.168.1.20', '172.17.0.1']);
  });
});
