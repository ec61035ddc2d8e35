/** Places of the server that only the console shows. */
const OF_CONSOLE: readonly string[] = ['/engine'];

/** Where the console shows it; undefined for what the app shows itself. */
export const consolePlace = (link: string, server: string): string | undefined =>
  OF_CONSOLE.includes(link) ? `${server}${link}` : undefined;
