import { Agent, request } from 'node:http';

export class Sender {
  constructor(origin, connections) {
    this.origin = new URL(origin);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path, body) {
    return new Promise((resolve, reject) => {
      const out = request(
        {
          agent: this.agent,
          host: this.origin.hostname,
          port: this.origin.port,
          method: 'POST',
          path,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode));
        },
      );
      out.on('error', reject);
      out.end(body);
    });
  }

  close() {
    this.agent.destroy();
  }
}

/** `work(i)` on so many lanes, for so long or so often; how many a second, and how long one took. */
export async function throughput({ lanes, seconds = Infinity, times: most = Infinity, work }) {
  const times = [];
  let failed = 0;
  let next = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const lane = async () => {
    while (performance.now() < until && next < most) {
      const from = performance.now();
      const isDone = await work(next++).catch(() => false);
      if (isDone) times.push(performance.now() - from);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const tookSeconds = (performance.now() - startedAt) / 1000;
  return { perSecond: times.length / tookSeconds, failed, ...percentiles(times) };
}

export function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}
