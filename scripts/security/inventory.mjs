/** Every package of the lock file, as a package URL. */
export function lockedPackages({ packages }) {
  const found = Object.entries(packages).flatMap(([path, { name, version, link }]) => {
    const place = path.lastIndexOf('node_modules/');
    if (place === -1 || link) return [];
    return [urlOf(name ?? path.slice(place + 'node_modules/'.length), version)];
  });
  return [...new Set(found)].sort();
}

/** What stands in the lock file and not in the bill of materials. */
export function missingFrom({ components }, lock) {
  const listed = new Set(components.map(({ purl }) => purl.replace(/\?.*$/, '')));
  return lockedPackages(lock).filter((url) => !listed.has(url));
}

const urlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
