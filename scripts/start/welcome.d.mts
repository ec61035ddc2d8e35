export function welcomeText(options: {
  readonly welcome: object | undefined;
  readonly origin: string;
  readonly dataDir: string;
  readonly root: string;
  readonly seconds: number;
}): string;
