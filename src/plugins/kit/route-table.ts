import { bestOf, type Matched, matchesOf, type Route, segments } from './route.js';

/** So many literal segments at the beginning of a path choose among the routes. */
const DEPTH = 2;

/**
 * Every route of every source, found by the beginning of the path: an address that few share costs as much with three
 * sources as with thirty.
 */
export class RouteTable {
  private readonly byBeginning = new Map<string, Route[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const beginning = beginningOf(route);
      this.byBeginning.set(beginning, [...(this.byBeginning.get(beginning) ?? []), route]);
    }
  }

  /** As `matchRoute` over all of them. */
  match(method: string, path: string): Matched | undefined {
    const given = segments(path);
    let beginning = '';
    let matches = this.among(beginning, method, given, []);
    for (const segment of given.slice(0, DEPTH)) {
      beginning += `/${segment}`;
      matches = this.among(beginning, method, given, matches);
    }
    return bestOf(matches);
  }

  private among(
    beginning: string,
    method: string,
    given: readonly string[],
    before: readonly Matched[],
  ): readonly Matched[] {
    const routes = this.byBeginning.get(beginning);
    return routes ? [...before, ...matchesOf(routes, method, given)] : before;
  }
}

function beginningOf({ path }: Route): string {
  const parts = segments(path).slice(0, DEPTH);
  const open = parts.findIndex((part) => /^[:*]/.test(part));
  const literals = open === -1 ? parts : parts.slice(0, open);
  return literals.map((part) => `/${part}`).join('');
}
