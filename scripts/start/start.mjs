import { ROOT } from '../bootstrap.mjs';
import { Problem } from '../problem.mjs';
import { ensureBuilt } from './build.mjs';
import { openDatabase } from './database.mjs';
import { Instance } from './instance.mjs';
import { EVERYWHERE, openLan } from './lan.mjs';
import { checkPorts } from './ports.mjs';
import { Server } from './server.mjs';
import { readSettings } from './settings.mjs';
import { lanText, readWelcome, welcomeText } from './welcome.mjs';
import { isAlive } from '../postgres/processes.mjs';

/** Builds what is stale, starts the database, then the server, says where, and takes both down again. */
export async function start(given, { progress, npm }) {
  const wantsLan = readArguments(given);
  const stop = onceStopped(npm);
  await Promise.race([ensureBuilt(ROOT, progress), stop.asked]);
  if (stop.wanted) return;

  const settings = await readSettings(ROOT, {
    ...process.env,
    ...(wantsLan ? { BARRY_HTTP_HOST: EVERYWHERE, BARRY_GRPC_HOST: EVERYWHERE } : {}),
  });
  const { dataDir, http } = settings;
  const cleanUps = [];
  try {
    const instance = new Instance(dataDir);
    await instance.take();
    cleanUps.push(() => instance.release());
    await checkPorts(settings);
    const lan = wantsLan && (await openLan({ dataDir, http, environment: process.env }));
    if (lan) cleanUps.push(lan.stop);
    const database = await openDatabase(settings, progress);
    cleanUps.push(() => database.stop());
    if (stop.wanted) return;

    const server = new Server({
      root: ROOT,
      dataDir,
      environment: {
        ...process.env,
        DATABASE_URL: database.url,
        BARRY_EMBEDDED_DATABASE: String(database.embedded),
        BARRY_DATA_DIR: dataDir,
        ...(lan ? lan.settings : {}),
      },
    });
    cleanUps.push(() => server.stop());
    instance.serverStarted(server.pid);
    stop.onInsisted(() => server.kill());
    const origin = originOf(settings, lan);
    await Promise.race([progress.step('starting the server', () => server.ready(origin)), stop.asked]);
    if (stop.wanted) return;

    const welcome = readWelcome(dataDir);
    const seconds = performance.now() / 1000;
    console.log(welcomeText({ welcome, origin, dataDir, root: ROOT, seconds }));
    if (lan) console.log(await lanText(lan.certificateUrl, welcome?.urls.app ?? origin));

    const ended = await Promise.race([stop.asked.then(() => 'asked'), server.ended]);
    if (ended !== 'asked') throw server.failure();
    console.log('Stopping: no new work, what runs is finished first …');
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

/** How this very machine reaches the server. */
function originOf({ http: { host, port }, tls }, lan) {
  const protocol = lan || tls.cert ? 'https' : 'http';
  return `${protocol}://${host === EVERYWHERE ? '127.0.0.1' : host}:${port}`;
}

function readArguments(given) {
  const unknown = given.find((argument) => argument !== '--lan');
  if (unknown) throw new Problem(`"${unknown}" is unknown. There is one option: npm start -- --lan`);
  return given.includes('--lan');
}

/** Ctrl-C, a polite kill, a closed terminal, or an npm above us that was killed. Twice Ctrl-C insists. */
function onceStopped(npm) {
  const stop = { wanted: false, onInsisted: (work) => (insisted = work) };
  let insisted = () => {};
  let askedAt = 0;
  stop.asked = new Promise((resolveAsked) => {
    const ask = () => {
      // npm and the terminal may both pass the same Ctrl-C on.
      if (stop.wanted && performance.now() - askedAt > 1_000) insisted();
      if (stop.wanted) return;
      stop.wanted = true;
      askedAt = performance.now();
      resolveAsked();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask);
    if (npm) setInterval(() => isAlive(npm) || ask(), 500).unref();
  });
  return stop;
}
