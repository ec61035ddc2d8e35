/** One line for each advisory of `npm audit --json`, by the package in which it is. */
export function findingsOf({ vulnerabilities = {} }) {
  const found = new Map();
  for (const { via = [] } of Object.values(vulnerabilities))
    for (const one of via)
      if (typeof one === 'object')
        found.set(one.url, { url: one.url, name: one.name, severity: one.severity, title: one.title });
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name) || a.url.localeCompare(b.url));
}

/** The page for people. `explanations` says by address of the advisory what it means here. */
export function reportOf(findings, explanations, date) {
  const lines = findings.map(
    ({ name, severity, title, url }) =>
      `| ${name} | ${severity} | [${title}](${url}) | ${explanations[url] ?? '**not explained yet**'} |`,
  );
  const table = ['| package | severity | advisory | what it means here |', '|---|---|---|---|', ...lines];
  return [
    '# Known faults of what we depend on',
    '',
    'Written by `npm run audit:report`; what each finding means here stands in `audit-explanations.json` beside this page.',
    '',
    `The registry was asked on ${date}: ${findings.length === 0 ? 'it knows of none' : `${findings.length} found`}.`,
    '',
    ...(findings.length === 0 ? [] : [...table, '']),
  ].join('\n');
}

export const unexplained = (findings, explanations) => findings.filter(({ url }) => !explanations[url]);
