import { phoneLines } from './phone-costs.rules';

describe('the lines of telephone costs', () => {
  const mail = {
    notifier: 'twilio',
    teamId: 'm',
    teamName: 'Mail',
    calls: 2,
    seconds: 90,
    cost: 1.2,
    currency: 'EUR',
  };
  const web = { ...mail, teamId: 'w', teamName: 'Web', calls: 1, seconds: 30, cost: 0.6 };

  it('are those of the teams, with their caps', () => {
    const cap = { notifier: 'twilio', teamId: 'm', cap: 1, cost: 1.2, currency: 'EUR', passed: true };
    const lines = phoneLines({ month: '2026-11', costs: [mail, web], caps: [cap] });
    expect(lines.map(({ teamName, cap: own }) => [teamName, own?.passed])).toEqual([
      ['Mail', true],
      ['Web', undefined],
    ]);
  });

  it('end with all teams together where the provider has a cap', () => {
    const cap = { notifier: 'twilio', cap: 5, cost: 1.8, currency: 'EUR', passed: false };
    const lines = phoneLines({ month: '2026-11', costs: [mail, web], caps: [cap] });
    expect(lines.at(-1)).toMatchObject({ calls: 3, seconds: 120, cost: 1.8, cap: { passed: false } });
    expect(lines.at(-1)).not.toHaveProperty('teamId');
  });
});
