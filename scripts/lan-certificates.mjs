import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

const DAY_MS = 86_400_000;
/** Phones refuse certificates of more than 825 days; an authority may live longer. */
const AUTHORITY_DAYS = 3_650;
const CERTIFICATE_DAYS = 365;
const RENEW_DAYS = 30;

/** The addresses of this machine in its own network, IPv4 as people type them. */
export function lanAddresses(interfaces = networkInterfaces()) {
  const addresses = Object.values(interfaces)
    .flat()
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('169.254.'));
  // Home and office networks first, bridges of containers (172.16/12) last.
  return [...new Set(addresses)].sort((a, b) => rank(a) - rank(b));
}

const rank = (address) => (address.startsWith('192.168.') ? 0 : address.startsWith('10.') ? 1 : 2);

/**
 * A certificate authority of this data folder, made once, and a certificate for the names that the machine has now.
 * @returns {Promise<{ authority: string, certificate: string, key: string }>} files
 */
export async function lanCertificates({ dataDir, addresses, now = new Date() }) {
  const folder = join(dataDir, 'tls');
  const files = {
    authority: join(folder, 'ca.pem'),
    authorityKey: join(folder, 'ca.key'),
    certificate: join(folder, 'server.pem'),
    key: join(folder, 'server.key'),
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!lasts(files.authority, now) || !existsSync(files.authorityKey)) await makeAuthority(files, now);
    const names = ['localhost', hostname(), `${hostname()}.local`];
    const wanted = { names: [...new Set(names)], addresses: ['127.0.0.1', ...addresses] };
    if (!fits(files, wanted, now)) await makeCertificate(files, wanted, now);
  } catch (cause) {
    throw new Problem(`The certificates cannot be made in ${folder}: ${cause.message}`, { cause });
  }
  return { authority: files.authority, certificate: files.certificate, key: files.key };
}

async function makeAuthority(files, now) {
  const made = await generate(`Barry on ${hostname()}`, now, AUTHORITY_DAYS, [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  write(files.authorityKey, made.private);
  write(files.authority, made.cert);
}

async function makeCertificate(files, { names, addresses }, now) {
  const altNames = [
    ...names.map((value) => ({ type: 2, value })),
    ...addresses.map((ip) => ({ type: 7, ip })),
  ];
  const authority = readFileSync(files.authority, 'utf8');
  const made = await generate(
    'Barry',
    now,
    CERTIFICATE_DAYS,
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
    { ca: { key: readFileSync(files.authorityKey, 'utf8'), cert: authority } },
  );
  write(files.key, made.private);
  write(files.certificate, `${made.cert.trim()}\n${authority}`);
}

async function generate(commonName, now, days, extensions, more = {}) {
  const { generate: make } = await import('selfsigned');
  return make([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A phone whose clock is a little behind must not refuse it.
    notBeforeDate: new Date(now.getTime() - DAY_MS),
    notAfterDate: new Date(now.getTime() + days * DAY_MS),
    extensions,
    ...more,
  });
}

function fits({ authority, certificate, key }, { names, addresses }, now) {
  if (!lasts(certificate, now) || !existsSync(key)) return false;
  const found = new X509Certificate(readFileSync(certificate));
  return (
    found.checkIssued(new X509Certificate(readFileSync(authority))) &&
    names.every((name) => found.checkHost(name)) &&
    addresses.every((address) => found.checkIP(address))
  );
}

function lasts(file, now) {
  if (!existsSync(file)) return false;
  const { validTo } = new X509Certificate(readFileSync(file));
  return new Date(validTo).getTime() - now.getTime() > RENEW_DAYS * DAY_MS;
}

function write(file, text) {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
