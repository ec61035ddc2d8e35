import { bringsNews, roomTarget } from './room-target';

describe('what somebody pastes for a room', () => {
  it('is what its notifier calls it', () => {
    expect(roomTarget('slack', ' C0123456789 ')).toEqual({ channel: 'C0123456789' });
    expect(roomTarget('slack', 'https://hooks.slack.com/services/x')).toEqual({
      webhookUrl: 'https://hooks.slack.com/services/x',
    });
    expect(roomTarget('mattermost', 'https://chat.example.jp/hooks/abc')).toEqual({ hookKey: 'abc' });
    expect(roomTarget('mattermost', 'abc')).toEqual({ hookKey: 'abc' });
    expect(roomTarget('email', 'ops@example.jp')).toEqual({ address: 'ops@example.jp' });
  });

  it('is asked for only where a notifier brings news', () => {
    expect(['slack', 'fcm', 'twilio'].map(bringsNews)).toEqual([true, false, false]);
  });
});
