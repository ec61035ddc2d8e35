import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTENS = '0A';

/** A figure measured at somebody else's process would be worth nothing. Linux only; elsewhere nothing is checked. */
export function requireOwnPort(pid, port) {
  if (!existsSync('/proc/net/tcp')) return;
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].filter(existsSync).flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((columns) => columns[1]?.endsWith(`:${wanted}`) && columns[3] === LISTENS)
        .map((columns) => `socket:[${columns[9]}]`),
    ),
  );
  const folder = `/proc/${pid}/fd`;
  const own = readdirSync(folder).some((fd) => sockets.has(linkOf(`${folder}/${fd}`)));
  if (!own) throw new Error(`Port ${port} is not held by process ${pid}: nothing was measured`);
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
