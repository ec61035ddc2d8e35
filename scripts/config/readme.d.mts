export function settingsReadme(sources: {
  readonly schema: object;
  readonly defaults: string;
  readonly names: Readonly<Record<string, string>>;
}): string;
