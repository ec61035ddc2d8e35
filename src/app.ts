import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthImplementation } from 'grpc-health-check';
import type { DestinationStream } from 'pino';
import { AppModule, type AppParts } from './app.module.js';
import { mountCallbacks } from './modules/notifications/index.js';
import { mountHeartbeats } from './modules/operations/index.js';
import { mountIntake, mountPings } from './modules/webhooks/index.js';
import { allOperations } from './operations.js';
import { ErrorFilter } from './platform/errors/error.filter.js';
import { inputPipe } from './platform/errors/invalid-input.js';
import { serveDocs } from './platform/http/docs.js';
import { readableUrl } from './platform/http/readable-url.js';
import { Readiness } from './platform/http/readiness.js';
import { serveStaticFiles } from './platform/http/static-files.js';
import { appLogger } from './platform/observability/logger.js';
import { loadExternalPlugins } from './platform/plugin-host/external-plugins.js';
import { grpcServer } from './platform/wire/grpc-server.js';
import { writeOpenApi } from './platform/wire/openapi.js';
import { mountSimulator } from './simulator.door.js';
import { simulatorPlugins } from './simulator.plugins.js';
import type { Simulator } from './simulator.js';

export interface BarryParts extends AppParts {
  /** Where log lines go; the standard output unless told. */
  readonly log?: DestinationStream | undefined;
  /** Phones that are not there, in the place of all notifiers. */
  readonly simulator?: Simulator | undefined;
}

export interface Barry {
  readonly app: NestFastifyApplication;
  /** Both wires open; resolves when they answer. */
  listen(): Promise<void>;
  /** Takes no new work, finishes what is under way, closes. */
  close(): Promise<void>;
}

/** Puts the house together; nothing listens and no loop runs before `listen`. */
export async function createBarry(given: BarryParts): Promise<Barry> {
  const { simulator, log, ...rest } = given;
  const { config } = given;
  const own = [...rest.plugins, ...(simulator ? simulatorPlugins(simulator) : [])];
  const external = await loadExternalPlugins(config.settings.plugins, own, rest.clock);
  const parts: AppParts = {
    ...rest,
    plugins: [...own, ...external.plugins],
    refusedPlugins: external.refused,
  };
  const { http, grpc, tls, limits } = config.settings;
  const secure = tls.cert ? { cert: readFileSync(tls.cert), key: readFileSync(tls.key) } : undefined;
  const patience = {
    headersTimeout: limits.headersSeconds * 1000,
    // How often it is looked at; Node's own half a minute would be added to either of the two.
    connectionsCheckingInterval: 1000,
  };
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    // Fastify's own default is to wait for ever.
    requestTimeout: limits.requestSeconds * 1000,
    rewriteUrl: ({ url = '/' }) => readableUrl(url),
    ...(secure ? { https: { ...secure, ...patience } } : { http: patience }),
  });
  const logger = appLogger(config.settings.log.level, log);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, { logger });
  for (const { package: name, reason } of external.refused)
    logger.warn(`the plugin package ${name} is off: ${reason}`, 'Plugins');
  app.useGlobalFilters(new ErrorFilter());
  app.useGlobalPipes(inputPipe());
  const fastify = adapter.getInstance();
  // Machines come in here: they need neither what helmet tells browsers nor leave from another origin.
  mountPings(app);
  await mountIntake(app);
  await mountCallbacks(app);
  await mountHeartbeats(app);
  await fastify.register(helmet, {
    contentSecurityPolicy: CSP,
    strictTransportSecurity: secure !== undefined,
  });
  await fastify.register(cors, {
    origin: true,
    credentials: false,
    maxAge: 600,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  });
  const server = grpcServer(allOperations, {
    root: config.root,
    url: `${grpc.host}:${grpc.port}`,
    tls: secure,
  });
  app.connectMicroservice(server.options, { inheritAppConfig: true });
  serveDocs(app, writeOpenApi(allOperations, config.version));
  if (simulator) await mountSimulator(app, simulator);
  await serveStaticFiles(fastify, config.root);
  await app.init();
  return {
    app,
    listen: async () => {
      await app.startAllMicroservices();
      await app.listen(http.port, http.host);
      app.get(Readiness).isStarted = true;
      serving(server.health, 'SERVING');
    },
    close: async () => {
      app.get(Readiness).isDraining = true;
      serving(server.health, 'NOT_SERVING');
      await app.close();
    },
  };
}

function serving(health: HealthImplementation, status: 'SERVING' | 'NOT_SERVING'): void {
  for (const name of ['', ...new Set(allOperations.map((o) => `barry.${o.module}.v1.${o.service}`))])
    health.setStatus(name, status);
}

/** Angular writes component styles into the page, hence inline styles; scripts are our own files only. */
const CSP = {
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'", 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
    workerSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: null,
  },
};
