import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { nonceOf } from './browser-headers.js';

const NEVER_A_PAGE = /^\/(api|webhooks|callbacks|pictures|health|metrics|simulator\/api)(\/|$)/;

/** Console at `/`, app at `/app/`. An address without a file is a place inside the app it belongs to. */
export async function serveStaticFiles(fastify: FastifyInstance, root: string): Promise<void> {
  const console_ = join(root, 'frontend-angular/dist/browser');
  const app = join(root, 'mobile-ionic/dist/browser');
  const built = [console_, app].filter((folder) => existsSync(folder));
  // A server without its screens is still a server; the plugin refuses an empty list.
  if (built.length > 0)
    await fastify.register(fastifyStatic, {
      root: built,
      serve: false,
      setHeaders: (reply, path) => void reply.header('cache-control', cacheOf(path)),
    });
  const page = (request: FastifyRequest, reply: FastifyReply): unknown => {
    const path = decodeURI(request.url.split('?')[0] ?? '/');
    if (NEVER_A_PAGE.test(path)) return notFound(reply);
    const [folder, inside] =
      path === '/app' || path.startsWith('/app/') ? [app, path.slice(5)] : [console_, path.slice(1)];
    if (!existsSync(join(folder, 'index.html'))) return notFound(reply);
    const isFile = /\.[a-z0-9]+$/i.test(inside);
    if (isFile && (inside.includes('..') || !existsSync(join(folder, inside)))) return notFound(reply);
    const nonce = nonceOf(request);
    if (!isFile && nonce !== '') return sendMarked(reply, join(folder, 'index.html'), nonce);
    return reply.sendFile(isFile ? inside : 'index.html', folder);
  };
  fastify.get('/', page);
  fastify.get('/*', page);
}

/** Angular takes the nonce of its root element for the styles that it writes. */
const sendMarked = (reply: FastifyReply, file: string, nonce: string): unknown =>
  reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-cache')
    .send(readFileSync(file, 'utf8').replace('<barry-root', `<barry-root ngCspNonce="${nonce}"`));

/** Names with a hash never change; everything else is asked for anew. */
const cacheOf = (path: string): string =>
  /-[A-Z0-9]{8}\.(js|css|woff2)$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';

const notFound = (reply: FastifyReply): unknown =>
  reply.status(404).type('application/problem+json').send({
    type: 'about:blank',
    title: 'There is nothing here',
    status: 404,
    code: 'HTTP_404',
    details: {},
  });
