/** Whether people can be reached: test rings, and the health of each way. */
export const REACH = {
  tests: {
    title: 'Ring me',
    titleFor: 'Ring {{name}}',
    lead: 'A real ring that is only a test: the same way, every stage measured.',
    everything: 'Everything',
    telephone: 'Telephone',
    stop: 'Stop',
    none: 'Nothing rang within a day.',
    by: 'asked for by {{name}}',
    ms: '{{ms}} ms',
    tooSoon: 'A test has just begun. Try again in ten seconds.',
    busy: 'It rings already. Wait until that is over.',
  },
  testStage: {
    asked: 'asked',
    'provider-accepted': 'taken by the provider',
    delivered: 'delivered',
    ringing: 'ringing',
    answered: 'answered',
    accepted: 'accepted',
    declined: 'declined',
  },
  testStatus: {
    ringing: 'under way',
    answered: 'answered',
    accepted: 'accepted',
    declined: 'declined',
    'rang-out': 'rang',
    failed: 'did not ring',
    stopped: 'stopped',
  },
} as const;
