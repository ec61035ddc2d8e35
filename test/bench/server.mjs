// The built server, with one more notifier: a gateway on loopback that says yes at once, as APNs or FCM would.
import 'reflect-metadata';
import { z } from 'zod';
import { createBarry } from '../../dist/app.js';
import { startLoops } from '../../dist/loops.js';
import { AdminLinkService } from '../../dist/modules/access/index.js';
import { DatabaseClock } from '../../dist/platform/clock/database-clock.js';
import { Loops } from '../../dist/platform/clock/loop.js';
import { Config } from '../../dist/platform/config/config.js';
import { openDatabaseTime } from '../../dist/platform/database/database-time.js';
import { migrate } from '../../dist/platform/database/migrate.js';
import { Wake } from '../../dist/platform/events/wake.js';
import { WakeLine } from '../../dist/platform/events/wake-line.js';
import { giveBackMemory } from '../../dist/platform/observability/memory.js';
import { Metrics } from '../../dist/platform/observability/metrics.js';
import { defineNotifier } from '../../dist/plugins/kit/index.js';
import { plugins } from '../../dist/plugins/plugins.js';
import { schema } from '../../dist/schema.js';

const gateway = defineNotifier({
  id: 'bench-gateway',
  name: 'Gateway simulator',
  address: 'device',
  settings: z.object({ url: z.url() }),
  target: z.strictObject({ device: z.string() }),
  messages: ['ring', 'update', 'cancel', 'inform'],
  open: async ({ url }) => ({
    send: async ({ target, message, signal }) => {
      const answer = await fetch(`${url}/${target.device}/${message.kind}`, { method: 'POST', signal });
      await answer.arrayBuffer();
      return { outcome: 'accepted' };
    },
  }),
});

const config = Config.load();
await migrate(config, schema);
const time = await openDatabaseTime(config.settings.database.url);
const clock = new DatabaseClock(time);
await clock.start();
const barry = await createBarry({ config, schema, plugins: [...plugins, gateway], clock });
const adminToken = await barry.app.get(AdminLinkService, { strict: false }).ensure();
giveBackMemory();
await barry.listen();
const late = [];
barry.app.get(Metrics, { strict: false }).lateness.observe = (seconds) => late.push(seconds);
process.on('message', () => process.send(late.splice(0)));
if (process.env.BENCH_WAKES === 'false') barry.app.get(Wake).wake = () => undefined;
const line = new WakeLine(config.settings.database.url, barry.app.get(Wake), clock);
await line.start();
startLoops(barry.app);
process.send?.({ adminToken });
process.once('SIGTERM', async () => {
  await line.stop();
  await barry.app.get(Loops).stop();
  await barry.close();
  clock.stop();
  await time.close();
  process.exit(0);
});
