export interface Finding {
  readonly url: string;
  readonly name: string;
  readonly severity: string;
  readonly title: string;
}
type Explanations = Readonly<Record<string, string>>;
export function findingsOf(audit: object): readonly Finding[];
export function reportOf(findings: readonly Finding[], explanations: Explanations, date: string): string;
export function unexplained(findings: readonly Finding[], explanations: Explanations): readonly Finding[];
