import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { lanAddresses, lanCertificates } from '../lan-certificates.mjs';
import { freePort } from '../postgres/cluster.mjs';
import { Problem } from '../problem.mjs';

export const EVERYWHERE = '0.0.0.0';
const CERTIFICATE_PATH = '/barry-ca.crt';

/** `-- --lan`: a phone rings only in a secure context, so it gets TLS and, once, the authority to trust. */
export async function openLan({ dataDir, http, environment }) {
  const addresses = lanAddresses();
  const [address] = addresses;
  if (!address)
    throw new Problem('This machine has no address in a local network: --lan has nobody to serve.');
  const files = await lanCertificates({ dataDir, addresses });
  const download = await offerCertificate(files.authority, address, http.port + 80);
  return {
    settings: {
      BARRY_HTTP_HOST: EVERYWHERE,
      BARRY_GRPC_HOST: EVERYWHERE,
      BARRY_TLS_CERT: files.certificate,
      BARRY_TLS_KEY: files.key,
      BARRY_TLS_CA: files.authority,
      BARRY_PUBLIC_URLS: environment.BARRY_PUBLIC_URLS ?? `https://${address}:${http.port}`,
    },
    certificateUrl: download.url,
    stop: download.stop,
  };
}

/** In the clear, since the phone cannot trust us before it has this. It is public; the key is not offered. */
async function offerCertificate(file, address, wishedPort) {
  const certificate = readFileSync(file);
  const server = createServer((request, response) => {
    if (request.url !== CERTIFICATE_PATH) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/x-x509-ca-cert' }).end(certificate);
  });
  const port = await listen(server, wishedPort).catch(async () => listen(server, await freePort()));
  server.unref();
  return {
    url: `http://${address}:${port}${CERTIFICATE_PATH}`,
    stop: () => server.close(),
  };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, EVERYWHERE, () => resolve(port));
  });
}
