/** What Uptime Kuma posts for a monitor that is down. */
export const SAMPLE = {
  heartbeat: { monitorID: 7, status: 0, msg: 'timeout of 48000ms exceeded', important: true, duration: 60 },
  monitor: { id: 7, name: 'Customer portal', url: 'https://portal.example.org/', type: 'http', tags: [] },
  msg: '[Customer portal] [🔴 Down] timeout of 48000ms exceeded',
} as const;
