import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import cors from '@fastify/cors';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HealthImplementation } from 'grpc-health-check';
import type { DestinationStream } from 'pino';
import { AppModule, type AppParts } from './app.module.js';
import { mountUploads } from './modules/files/index.js';
import { mountCallbacks } from './modules/notifications/index.js';
import { mountHeartbeats } from './modules/operations/index.js';
import { mountScim } from './modules/scim/index.js';
import { mountIntake, mountPings } from './modules/webhooks/index.js';
import { allOperations } from './operations.js';
import { ErrorFilter } from './platform/errors/error.filter.js';
import { inputPipe } from './platform/errors/invalid-input.js';
import { sendBrowserHeaders } from './platform/http/browser-headers.js';
import { Certificates } from './platform/http/certificates.js';
import { serveDocs } from './platform/http/docs.js';
import { readableUrl } from './platform/http/readable-url.js';
import { refuseUnreadable } from './platform/http/unreadable.js';
import { Readiness } from './platform/http/readiness.js';
import { serveStaticFiles } from './platform/http/static-files.js';
import { appLogger } from './platform/observability/logger.js';
import { loadExternalPlugins } from './platform/plugin-host/external-plugins.js';
import { grpcServer } from './platform/wire/grpc-server.js';
import { readExamples } from './examples.js';
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
  const certificates = tls.cert ? new Certificates(tls, given.clock) : undefined;
  const ownOfGrpc = grpc.cert ? new Certificates(grpc, given.clock) : certificates;
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
    clientErrorHandler: refuseUnreadable,
    ...(certificates
      ? { https: { ...certificates.current, minVersion: 'TLSv1.2', ...patience } }
      : { http: patience }),
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
  mountScim(app);
  mountUploads(app);
  await sendBrowserHeaders(fastify, {
    isHttps: certificates !== undefined || config.publicUrl.startsWith('https:'),
  });
  await fastify.register(cors, {
    origin: true,
    credentials: false,
    maxAge: 600,
    // Whoever only asks what may be done is told, and not in a form of its own that something is wrong.
    strictPreflight: false,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  });
  const server = grpcServer(allOperations, {
    root: config.root,
    url: `${grpc.host}:${grpc.port}`,
    tls: ownOfGrpc,
  });
  app.connectMicroservice(server.options, { inheritAppConfig: true });
  serveDocs(app, () => writeOpenApi(allOperations, { version: config.version, examples: readExamples() }));
  if (simulator) await mountSimulator(app, simulator);
  await serveStaticFiles(fastify, config.root);
  await app.init();
  const https = app.getHttpServer() as Server | TlsServer;
  if (https instanceof TlsServer) certificates?.onRenewal((pair) => https.setSecureContext(pair));
  const watched = [...new Set([certificates, ownOfGrpc])].filter((one) => one !== undefined);
  return {
    app,
    listen: async () => {
      for (const one of watched) one.watch();
      await app.startAllMicroservices();
      await app.listen(http.port, http.host);
      app.get(Readiness).isStarted = true;
      serving(server.health, 'SERVING');
    },
    close: async () => {
      for (const one of watched) one.stop();
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
