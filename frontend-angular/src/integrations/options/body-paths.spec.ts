import { bodyPaths } from './body-paths';

describe('what of a body a mapping can name', () => {
  it('is every value, by names and places', () => {
    const body = JSON.stringify({ host: { name: 'db-1' }, 'a.b': 1, tags: ['x', 'y'], none: null });
    expect(bodyPaths(body, '')).toEqual([
      { path: 'host.name', value: 'db-1' },
      { path: '["a.b"]', value: '1' },
      { path: 'tags[0]', value: 'x' },
      { path: 'tags[1]', value: 'y' },
    ]);
  });

  it('is of the first alert where there is a list of them, and the rest by $', () => {
    const body = JSON.stringify({ site: 'tyo1', data: { alerts: [{ title: 'Disk' }, { title: 'Fan' }] } });
    expect(bodyPaths(body, 'data.alerts')).toEqual([
      { path: 'title', value: 'Disk' },
      { path: '$.site', value: 'tyo1' },
    ]);
    expect(bodyPaths(JSON.stringify([{ title: 'Disk' }]), '')).toEqual([{ path: 'title', value: 'Disk' }]);
  });

  it('is nothing of what is no JSON, and has an end', () => {
    expect(bodyPaths('Disk full', '')).toEqual([]);
    const large = JSON.stringify(
      Object.fromEntries(Array.from({ length: 999 }, (_, nth) => [`f${nth}`, nth])),
    );
    expect(bodyPaths(large, '')).toHaveLength(200);
  });
});
