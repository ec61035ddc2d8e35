import { Problem } from '../problem.mjs';

/** Newer ones are empty boxes on telephones that are still in use. */
const NEWEST = 15;
/** Skin tones and hair stand alone only to be combined. */
const PARTS = 'component';
/** A flag says whose side somebody is on, and there are 260 of them. The plain ones (chequered, triangular) stay. */
const FLAGS_OF_PLACES = /^(country|subdivision)-flag$/;
/** The same thing, said of a man or a woman: ♀ and ♂ at the end, 👩‍💻 and 👨‍💻 beside 🧑‍💻, families in 25 combinations. */
const GENDERED = /-200D-264[02]|1F46[89]-.*200D|200D-.*1F46[89]/;
/** Not for the room in which colleagues work together. */
const INSULTS = new Set(['🖕']);
const RUDE = new Set(['af', 'ass', 'bs', 'lit', 'litaf', 'sexy']);

const RGI = /^\p{RGI_Emoji}$/v;
/** One way of writing each: the sign that asks for a picture only where it is needed. Reactions are counted by text. */
const written = (emoji) => {
  const bare = emoji.replaceAll('\ufe0f', '');
  return RGI.test(bare) ? bare : emoji;
};

const KANA_OR_KANJI = /[\u3040-\u30ff\u3400-\u9fff]/;

/** `[emoji, English name, Japanese name, group, English words, Japanese words]`, in the order of Unicode. */
export function emojiTable({ en, ja, own, subgroups, version }) {
  const japanese = new Map(ja.emoji.map((each) => [each.hexcode, each]));
  const kept = en.emoji
    .filter((each) => isKept(each, subgroups[each.subgroup], en.groups))
    .map((each) => ({ ...each, emoji: written(each.emoji) }))
    .filter(({ emoji }) => !INSULTS.has(emoji))
    .sort((a, b) => a.order - b.order);
  const groups = [...new Set(kept.map(({ group }) => group))];
  if (groups.length !== own.groups.length)
    throw new Problem(`${groups.length} groups, and words for ${own.groups.length}`);
  const unknown = [...own.often, ...Object.keys(own.words)].filter(
    (emoji) => !kept.some((each) => each.emoji === emoji),
  );
  if (unknown.length) throw new Problem(`Not in the table: ${unknown.join(' ')}`);
  return {
    source: `emojibase-data ${version} (MIT), Unicode CLDR (Unicode License)`,
    often: own.often,
    groups: own.groups,
    emoji: kept.map((each) => {
      const other = japanese.get(each.hexcode);
      const [ownEn, ownJa] = own.words[each.emoji] ?? [[], []];
      return [
        each.emoji,
        each.label,
        other.label,
        groups.indexOf(each.group),
        words(each.label, each.tags, ownEn),
        words(other.label, other.tags, ownJa),
      ];
    }),
  };
}

function isKept({ hexcode, group, version }, subgroup, groups) {
  if (group === undefined || keyOf(groups, group) === PARTS) return false;
  return version <= NEWEST && !FLAGS_OF_PLACES.test(subgroup) && !GENDERED.test(hexcode);
}

const keyOf = (groups, order) => groups.find((each) => each.order === order)?.key;

/** What is in the name already finds it anyhow. */
function words(label, tags = [], own) {
  const isSaid = (word) => label.toLowerCase().includes(word.toLowerCase());
  return [...new Set([...own, ...tags])].filter((word) => !isSaid(word) && !RUDE.has(word));
}

/** A line an emoji, so that a new version is a readable change. */
export function inLines({ source, often, groups, emoji }) {
  const missing = emoji.filter(([, , ja]) => !KANA_OR_KANJI.test(ja));
  if (missing.length > emoji.length / 20)
    throw new Problem(`No Japanese names: ${missing.map(([e]) => e).join(' ')}`);
  const lines = emoji.map((each) => `    ${JSON.stringify(each)}`);
  return `{
  "source": ${JSON.stringify(source)},
  "often": ${JSON.stringify(often)},
  "groups": ${JSON.stringify(groups)},
  "emoji": [
${lines.join(',\n')}
  ]
}
`;
}
