/** Finds what names a thing, as people know it: "policy Night", "service Shop". */
export type Namers = (id: string) => Promise<readonly string[]>;

/** A thing may not go while another room still names it. Rooms above say here what they name; rooms below ask. */
export class References {
  private readonly namers = new Map<string, Namers[]>();

  register(kind: string, namers: Namers): void {
    this.namers.set(kind, [...(this.namers.get(kind) ?? []), namers]);
  }

  async of(kind: string, id: string): Promise<readonly string[]> {
    return (await Promise.all((this.namers.get(kind) ?? []).map((find) => find(id)))).flat();
  }
}
