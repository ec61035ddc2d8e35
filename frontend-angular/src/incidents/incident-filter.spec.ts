import { filterOf } from './incident-filter';

describe('the filter in the address of the incident list', () => {
  it('is what is open when it says nothing', () => {
    expect(filterOf({})).toEqual({ open: true });
  });

  it('searches everything, open or not', () => {
    expect(filterOf({ q: ' 証明書 ' })).toEqual({ query: '証明書' });
  });

  it('takes status, severity, team and person together', () => {
    expect(filterOf({ status: 'resolved', severity: 'high', team: 't', person: 'u' })).toEqual({
      status: 'resolved',
      severity: 'high',
      teamId: 't',
      userId: 'u',
    });
  });

  it('leaves out words it does not know, as an old link may have them', () => {
    expect(filterOf({ status: 'gone', severity: 'loud' })).toEqual({ open: true });
  });

  it('shows all when asked for all', () => {
    expect(filterOf({ status: 'all' })).toEqual({});
  });
});
