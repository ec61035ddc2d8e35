const NAME = /^([a-z][a-z0-9-]{0,39})\.([\w-]{16})\.svg$/;

/** `fixed.uA3_…9x.svg`: the hash of the content is part of the name, so that it may be kept for ever. */
export const pictureName = (id: string, hash: string): string => `${id}.${hash}.svg`;

export function pictureOf(name: string): { readonly id: string; readonly hash: string } | undefined {
  const [, id, hash] = NAME.exec(name) ?? [];
  return id === undefined || hash === undefined ? undefined : { id, hash };
}
