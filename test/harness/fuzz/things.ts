import type { Crowd } from './crowd.js';
import { SOME_ID } from './schema-values.js';

const NOBODYS = '01999999-9999-7999-8999-999999999999';
/** Of each kind so many are remembered, the newest. */
const REMEMBERED = 30;
/** What these name keeps the crowd signed in. */
const NEVER = new Set(['sessionId', 'tokenId', 'actorId']);

/** Which things there are to ask for: those of the crowd, and what came of the requests. */
export class Things {
  private readonly made = new Map<string, string[]>();
  private turn = 0;

  constructor(private readonly crowd: Crowd) {}

  /** Puts an id where a name stands for one. An admin is given nothing that others must not see: it would be gone. */
  fill(text: string, isAdmin: boolean): { readonly text: string; readonly isOfVault: boolean } {
    let isOfVault = false;
    const filled = text.replace(SOME_ID, (_, name: string) => {
      this.turn += 1;
      const ofVault = this.crowd.vault.get(kindOf(name));
      if (!isAdmin && ofVault !== undefined && this.turn % 2 === 0) {
        isOfVault = true;
        return ofVault;
      }
      const made = this.made.get(kindOf(name)) ?? [];
      if (this.turn % 11 === 0) return NOBODYS;
      return made[this.turn % Math.max(1, made.length)] ?? this.crowd.sacrifice.get(kindOf(name)) ?? NOBODYS;
    });
    return { text: filled, isOfVault };
  }

  /** Ids of an answer, by the names that they have in it. */
  learn(text: string): void {
    for (const [, name = '', id = ''] of text.matchAll(/"(\w+Id)":"([0-9a-f-]{36})"/g)) {
      if (NEVER.has(name) || this.crowd.keptIds.has(id)) continue;
      const known = this.made.get(name) ?? [];
      if (known.includes(id)) continue;
      known.push(id);
      this.made.set(name, known.slice(-REMEMBERED));
    }
  }
}

/** `catchAllTeamId` and `teamIds` are of teams. */
const kindOf = (name: string): string => {
  const one = name.replace(/Ids$/, 'Id');
  const found = /(team|user|policy|integration|service|alert|incident|schedule|device)Id$/i.exec(one)?.[0];
  if (one === 'participantId') return 'userId';
  return found ? found.charAt(0).toLowerCase() + found.slice(1) : one;
};
