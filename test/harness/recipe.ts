import type { Kitchen } from './kitchen.js';
import type { Person } from './world.js';

/** What an operation can be asked for, now, once, and by whom it may be. */
export interface Recipe {
  readonly input: Readonly<Record<string, unknown>>;
  /** Who may for sure; by default the admin. Null: nobody need be known. */
  readonly by?: Person | null;
  /** Who it turns out to be, where nobody was known; by default the subject. */
  readonly becomes?: { readonly userId: string; readonly name: string };
}
/** `actor` is who will ask, where what is asked for must be theirs. */
export type Cook = (kitchen: Kitchen, actor: Person) => Promise<Recipe> | Recipe;
