import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Barry, createBarry } from './app.js';
import { seedDemo } from './demo.js';
import { startLoops } from './loops.js';
import type { Clock } from './platform/clock/clock.js';
import { Loops } from './platform/clock/loop.js';
import { DatabaseClock } from './platform/clock/database-clock.js';
import { Config, ConfigUnusable } from './platform/config/config.js';
import { DatabaseUnusable, migrate } from './platform/database/migrate.js';
import { openDatabaseTime } from './platform/database/database-time.js';
import { Wake } from './platform/events/wake.js';
import { WakeLine } from './platform/events/wake-line.js';
import { giveBackMemory } from './platform/observability/memory.js';
import { SenderEngine } from './modules/notifications/index.js';
import { plugins } from './plugins/plugins.js';
import { schema } from './schema.js';
import { Simulator } from './simulator.js';
import { SIMULATED } from './simulator.plugins.js';
import { seedSimulator } from './simulator.seed.js';
import { welcome } from './welcome.js';

/** As `sysexits.h` has it: 78 for settings, 69 for a database that cannot be used. */
const EXIT = { settings: 78, database: 69, fault: 70 } as const;

/** The whole life of the process: settings, schema, clock, house, loops; and back on a signal. */
export async function startBarry(): Promise<void> {
  try {
    const asked = Config.load();
    const config = asked.settings.simulate ? asked.withNotifiers([...SIMULATED]) : asked;
    await migrate(config, schema);
    const time = await openDatabaseTime(config.settings.database.url);
    const clock = new DatabaseClock(time);
    await clock.start();
    const simulator = config.settings.simulate ? new Simulator(clock) : undefined;
    const barry = await createBarry({ config, schema, plugins, clock, simulator });
    await welcome(barry.app, config);
    giveBackMemory();
    await barry.listen();
    const line = new WakeLine(config.settings.database.url, barry.app.get(Wake), clock);
    await line.start();
    startLoops(barry.app);
    if (simulator) await startSimulator(barry.app, config, clock, simulator);
    onSignal(async () => {
      await line.stop();
      await drain(barry);
      clock.stop();
      await time.close();
    });
  } catch (error) {
    fail(error);
  }
}

/** Said loudly: here nobody's own phone rings. */
async function startSimulator(
  app: NestFastifyApplication,
  config: Config,
  clock: Clock,
  simulator: Simulator,
): Promise<void> {
  const demo = await seedDemo(app, config);
  if (!demo) throw new Error('BARRY_SIMULATE needs the people of the demo: start with an empty data folder');
  await seedSimulator(app, simulator, demo, clock);
  new Logger('Simulator').warn(
    `simulated phones are on: nobody is really rung; they are at ${config.publicUrl}/simulator`,
  );
}

async function drain(barry: Barry): Promise<void> {
  await barry.app.get(Loops).stop();
  await barry.app.get(SenderEngine).drain();
  await barry.close();
}

function onSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
}

function fail(error: unknown): never {
  const [code, text] =
    error instanceof ConfigUnusable
      ? [EXIT.settings, error.message]
      : error instanceof DatabaseUnusable
        ? [EXIT.database, error.message]
        : [
            EXIT.fault,
            portTaken(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)),
          ];
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

function portTaken(error: unknown): string | undefined {
  const text = error instanceof Error ? `${(error as { code?: string }).code ?? ''} ${error.message}` : '';
  if (!/EADDRINUSE|No address added out of total|Failed to bind/.test(text)) return undefined;
  return `A port is taken: ${text.replace(/^\S*\s/, '')}. Set BARRY_HTTP_PORT or BARRY_GRPC_PORT to a free one.`;
}
