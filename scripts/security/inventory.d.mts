interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly name?: string; readonly version?: string; readonly link?: boolean }>
  >;
}
export function lockedPackages(lock: Lock): readonly string[];
export function missingFrom(
  bill: { readonly components: readonly { readonly purl: string }[] },
  lock: Lock,
): readonly string[];
