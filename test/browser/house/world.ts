export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

export const PEOPLE = {
  /** Looks at the console in English; admin, owner of the mail team. */
  misaki: { name: '佐藤 美咲', locale: 'en', timeZone: 'Asia/Tokyo' },
  /** Looks at the console in Japanese; admin, owner of the mail team. */
  yoko: { name: '小林 陽子', locale: 'ja', timeZone: 'Asia/Tokyo' },
  // The four of the first ring, in the order of the call rules.
  daisuke: { name: '鈴木 大輔', locale: 'ja', timeZone: 'Asia/Tokyo' },
  lucas: { name: 'Lucas Meyer', locale: 'en', timeZone: 'Europe/Berlin' },
  ken: { name: '田中 健', locale: 'ja', timeZone: 'Asia/Tokyo' },
  elena: { name: 'Elena Rossi', locale: 'en', timeZone: 'Europe/Rome' },
  // Each of these belongs to one test.
  priya: { name: 'Priya Nair', locale: 'en', timeZone: 'Asia/Kolkata' },
  noah: { name: 'Noah Fischer', locale: 'en', timeZone: 'Europe/Berlin' },
  tom: { name: 'Tom Whitfield', locale: 'en', timeZone: 'Europe/London' },
  sakura: { name: '伊藤 さくら', locale: 'ja', timeZone: 'Asia/Tokyo' },
  naoki: { name: '高橋 直樹', locale: 'ja', timeZone: 'Asia/Tokyo' },
} as const;
export type Who = keyof typeof PEOPLE;
export type PolicyName = 'mail' | 'storage' | 'dns' | 'slow' | 'phonesEn' | 'phonesJa';
export type TeamName = 'mail' | 'storage' | 'dns' | 'login';

/** What the organisation is made of, for the tests to name. */
export interface Organisation {
  readonly origin: string;
  readonly people: Readonly<Record<Who, Person>>;
  readonly teams: Readonly<Record<TeamName, string>>;
  readonly policies: Readonly<Record<PolicyName, string>>;
  readonly integrations: Readonly<Record<'grafana' | 'silent' | 'asking', string>>;
  /** Where the team's Grafana sends to. */
  readonly hook: string;
}

export interface World extends Organisation {
  /** For what should never happen, and what no operation brings about. */
  readonly databaseUrl: string;
  /** Where the product sends its mails; a test that wants to read them listens there. */
  readonly mailPort: number;
}

export const PASSWORD = 'correct horse battery';
const KEY = 'BARRY_BROWSER_WORLDS';

/** Workers inherit the environment. */
export function keepWorlds(worlds: readonly World[]): void {
  process.env[KEY] = JSON.stringify(worlds);
}

/** The one of this worker: nobody else changes it, and one that is started anew takes it over. */
export function theWorld(): World {
  const kept = process.env[KEY];
  if (!kept) throw new Error('Run browser tests by `npm run test:browser`: it starts the product');
  const world = (JSON.parse(kept) as World[])[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)];
  if (!world) throw new Error('There are more workers than worlds');
  return world;
}
