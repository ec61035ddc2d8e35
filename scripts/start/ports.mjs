import { createServer } from 'node:net';
import { Problem } from '../problem.mjs';

const PORTS = [
  { name: 'BARRY_HTTP_PORT', what: 'HTTP', usual: 3000 },
  { name: 'BARRY_GRPC_PORT', what: 'gRPC', usual: 50051 },
];

/** Both ports, checked before anything is started. A configuration error ends with 78 here as in the server. */
export async function checkedPorts(environment, host) {
  const ports = PORTS.map((port) => ({ ...port, value: portOf(environment, port) }));
  if (ports[0].value === ports[1].value) {
    throw new Problem('BARRY_HTTP_PORT and BARRY_GRPC_PORT must differ.', { exitCode: 78 });
  }
  for (const { name, what, value } of ports) {
    const reason = await unusable(value, host);
    if (reason)
      throw new Problem(`The ${what} port ${value} ${reason}; free it, or choose another with ${name}.`);
  }
  return { http: ports[0].value, grpc: ports[1].value };
}

function portOf(environment, { name, usual }) {
  const text = environment[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new Problem(`${name} must be a port from 1 to 65535, and is "${text}".`, { exitCode: 78 });
}

function unusable(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => resolve(code === 'EACCES' ? 'is reserved for root' : 'is taken'));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
