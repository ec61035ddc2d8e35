export interface OwnTest {
  readonly invariant: number;
  readonly title: string;
  readonly file: string;
  readonly project: 'unit' | 'e2e';
}

export function ownTests(root: string): readonly OwnTest[];
export function onlyOwn(invariant: number): string;
export function allButOwn(invariant: number): string;
