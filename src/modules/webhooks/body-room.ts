/** Mails may have ten megabytes: so much of what is above the first of each is held at one time. */
const SIZE = 64 * 1024 * 1024;

/** Room for large bodies on their way into the database; who finds none is told to come again. */
export class BodyRoom {
  private taken = 0;

  constructor(private readonly size = SIZE) {}

  take(bytes: number): boolean {
    if (this.taken + bytes > this.size) return false;
    this.taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.taken -= bytes;
  }
}
