import { createServer } from 'node:net';
import { Problem } from '../problem.mjs';
import { UNUSABLE_SETTINGS } from './settings.mjs';

/** Both doors, tried before anything is started. */
export async function checkPorts({ http, grpc }) {
  if (http.port === grpc.port) {
    throw new Problem(`HTTP and gRPC cannot share port ${http.port}.`, { exitCode: UNUSABLE_SETTINGS });
  }
  await checkPort('HTTP', http, 'BARRY_HTTP_PORT');
  await checkPort('gRPC', grpc, 'BARRY_GRPC_PORT');
}

async function checkPort(what, { host, port }, name) {
  const reason = await whyNot(port, host);
  if (reason)
    throw new Problem(`The ${what} port ${port} ${reason}; free it, or choose another with ${name}.`);
}

const REASONS = { EADDRINUSE: 'is taken', EACCES: 'is reserved for root' };

function whyNot(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => resolve(REASONS[code] ?? `on ${host} cannot be opened (${code})`));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
