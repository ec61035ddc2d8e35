/*
 * Our worker on top of Angular's: a push rings here, also while no page is open. Our listeners come first and
 * keep what is ours from Angular's. It shares the table `kept` of `barry-ring` with native-call/src/store.ts.
 */
'use strict';

const DATABASE = 'barry-ring';
const TABLE = 'kept';
const POST_TIMEOUT_MS = 2000;
const RECEIPT_GRACE_MS = 600000;

self.addEventListener('push', (event) => {
  const push = read(event.data);
  if (!push) return;
  event.stopImmediatePropagation();
  event.waitUntil(take(push));
});

self.addEventListener('notificationclick', (event) => {
  const data = event.notification.data;
  if (!data || !data.barry) return;
  event.stopImmediatePropagation();
  event.notification.close();
  event.waitUntil(event.action === 'decline' ? decline(data) : open(data));
});

function read(data) {
  try {
    const push = data && data.json();
    return isPush(push) ? push : undefined;
  } catch {
    return undefined;
  }
}

/** As `native-call/src/wire.ts` reads it, and held to the same examples: what is not ours is left alone. */
function isPush(push) {
  if (!push || push.v !== 1) return false;
  const { kind, card, ringId, revision, reason, title, body, link } = push;
  if (kind === 'ring' || kind === 'update') return isCard(card);
  if (kind === 'test') return isText(body) && (card === undefined || isCard(card));
  if (kind === 'inform') return isText(title, 1) && isText(body) && isText(link);
  return kind === 'cancel' && isId(ringId) && isWhole(revision) && REASONS.includes(reason);
}

function isCard(card) {
  if (!card || typeof card !== 'object') return false;
  const { ringId, revision, title, severity, team, count, expiresAt, ringSeconds, receipt: address } = card;
  const isAddressed =
    address &&
    isText(address.token, 16) &&
    Array.isArray(address.urls) &&
    address.urls.length > 1 &&
    address.urls.every((url) => isText(url) && /^https?:\/\/\S+$/.test(url));
  return (
    isAddressed &&
    isId(ringId) &&
    isWhole(revision) &&
    isText(title, 1) &&
    SEVERITIES.includes(severity) &&
    isText(team) &&
    isWhole(count) &&
    isInstant(expiresAt) &&
    isWhole(ringSeconds) &&
    ringSeconds <= 3600
  );
}

const REASONS = ['accepted-by-other', 'resolved', 'cancelled', 'timed-out'];
const SEVERITIES = ['critical', 'high', 'warning', 'info', 'unknown'];
const isText = (value, least = 0) => typeof value === 'string' && value.length >= least;
const isInstant = (value) =>
  isText(value) &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().slice(0, 10) === value.slice(0, 10);
const isWhole = (value) => Number.isSafeInteger(value) && value >= 1;
const isId = (value) =>
  isText(value) && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);

async function take(push) {
  const labels = (await get('labels').catch(() => undefined)) || {};
  if (push.kind === 'cancel') return cancelled(push, labels);
  if (push.kind === 'inform')
    return show(push.title, { body: push.body, data: { barry: true, link: push.link } });
  if (push.kind === 'test' && !push.card) return show('Barry', { body: push.body, data: { barry: true } });
  return ring(push, labels);
}

async function ring(push, labels) {
  const { card } = push;
  const now = Date.now() + ((await get('clockOffsetMs').catch(() => 0)) || 0);
  const seen = await seenRevision(card.ringId);
  await receipt(card, 'delivered');
  if (Date.parse(card.expiresAt) <= now) {
    await receipt(card, 'expired');
    // A push that shows nothing costs the permission; what was missed is worth a silent word.
    return show(titleOf(card, labels), {
      body: card.title,
      tag: card.ringId,
      silent: true,
      data: dataOf(card),
    });
  }
  const isNew = card.revision > seen;
  await tell(push);
  await show(titleOf(card, labels), {
    body: card.title,
    tag: card.ringId,
    requireInteraction: true,
    renotify: isNew && push.kind !== 'update',
    silent: !isNew,
    ...(isNew && { vibrate: [500, 200, 500, 200, 500, 1500, 500, 200, 500, 200, 500] }),
    actions: [
      { action: 'answer', title: labels.answer || 'Answer' },
      { action: 'decline', title: labels.decline || 'Decline' },
    ],
    data: dataOf(card),
  });
  if (isNew) await receipt(card, 'ringing');
}

async function cancelled(push, labels) {
  await tell(push);
  const shown = await self.registration.getNotifications({ tag: push.ringId });
  const data = shown.map((notification) => notification.data).find((known) => known && known.receipt);
  shown.forEach((notification) => notification.close());
  const words = (labels.over && labels.over[push.reason]) || push.reason;
  await show('Barry', { body: words, tag: push.ringId, silent: true, data: { barry: true } });
  if (data) await receipt(data, 'stopped', push.reason);
}

/** The open page rings by itself; without one the push waits for it. */
async function tell(push) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'barry-push', push });
  if (pages.length > 0) return;
  const ringId = push.card ? push.card.ringId : push.ringId;
  await put(`pushed/${ringId}`, push).catch(() => undefined);
}

async function open({ ringId, link }) {
  // Only the console shows how the engine stands; a page that may have to ring is not taken away for it.
  if (link === '/engine') return self.clients.openWindow(new URL(link, self.registration.scope).href);
  // The server's links are places, `/escalations/…`; in the app they lie below its own address.
  const place = ringId ? `ring/${ringId}` : /^\/(?!\/)/.test(link || '') ? link.slice(1) : '.';
  const wanted = new URL(place, self.registration.scope).href;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ url }) => url.startsWith(self.registration.scope));
  if (!page) return self.clients.openWindow(wanted);
  await page.focus().catch(() => undefined);
  return page.navigate ? page.navigate(wanted).catch(() => self.clients.openWindow(wanted)) : undefined;
}

/** From the lock screen, without any sign-in: the card's own token may decline its own calls. */
async function decline({ ringId, receipt: address }) {
  const urls = address ? address.urls.map((url) => new URL(`/api/v1/rings/${ringId}/decline`, url).href) : [];
  const took = address && (await postAny(urls, address.token, {}));
  if (took !== 'taken') await open({ ringId });
}

async function seenRevision(ringId) {
  const machine = await get('machine').catch(() => undefined);
  const waiting = await get(`pushed/${ringId}`).catch(() => undefined);
  const known = machine && machine.rings[ringId];
  const pushed = waiting && (waiting.card ? waiting.card.revision : waiting.revision);
  // A cancel is final, whatever comes later.
  if ((machine && machine.tombstones[ringId]) || (waiting && waiting.kind === 'cancel')) return Infinity;
  return Math.max(known ? known.card.revision : 0, pushed || 0);
}

async function receipt(card, kind, reason) {
  const deviceId = await get('deviceId').catch(() => undefined);
  if (!deviceId || !card.receipt) return;
  const at = new Date().toISOString();
  const seq = await increment(`receiptSeq/${card.ringId}`).catch(() => 1);
  const { ringId, revision } = card;
  const body = { ringId, revision, deviceId, kind, seq, at, ...(reason && { detail: { reason } }) };
  if ((await postAny(card.receipt.urls, card.receipt.token, body)) !== 'silent') return;
  // The page, or the next push, goes on with it.
  const until = Date.parse(card.expiresAt || at) + RECEIPT_GRACE_MS;
  const waiting = {
    ringId,
    revision,
    kind,
    seq,
    at,
    address: card.receipt,
    until,
    ...(reason && { detail: reason }),
  };
  await put(`receipt/${ringId}/${revision}/${kind}`, waiting).catch(() => undefined);
}

/** Every address in turn, two seconds for each; the first yes wins. */
async function postAny(urls, token, body) {
  let refused = 0;
  for (const url of urls) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), POST_TIMEOUT_MS);
    try {
      const { ok, status } = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'idempotency-key': self.crypto.randomUUID(),
        },
        body: JSON.stringify(body),
        signal: abort.signal,
      });
      if (ok) return 'taken';
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) refused++;
    } catch {
      // The next address.
    } finally {
      clearTimeout(timer);
    }
  }
  return refused === urls.length ? 'refused' : 'silent';
}

function titleOf(card, labels) {
  if (card.count > 1 && labels.several) return labels.several.replace('{count}', card.count);
  const severity = (labels.severity && labels.severity[card.severity]) || card.severity;
  return `${severity}: ${card.team}`;
}

const dataOf = ({ ringId, revision, receipt: address, expiresAt }) => ({
  barry: true,
  ringId,
  revision,
  receipt: address,
  expiresAt,
});

const show = (title, options) =>
  self.registration.showNotification(title, {
    icon: 'icons/icon-192.png',
    badge: 'icons/icon-192.png',
    ...options,
  });

function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inTable(mode, ask) {
  const opened = await database();
  try {
    const table = opened.transaction(TABLE, mode).objectStore(TABLE);
    return await ask(
      table,
      (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        }),
    );
  } finally {
    opened.close();
  }
}

const get = (key) => inTable('readonly', (table, done) => done(table.get(key)));
const put = (key, value) => inTable('readwrite', (table, done) => done(table.put(value, key)));
const increment = (key) =>
  inTable('readwrite', async (table, done) => {
    const next = ((await done(table.get(key))) || 0) + 1;
    await done(table.put(next, key));
    return next;
  });

// In the development build and in specs there is none.
try {
  self.importScripts('./ngsw-worker.js');
} catch {
  // It rings without Angular's part.
}
