import type { Translation, TranslationNote, WireFormat } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";

/** Notes of one kind under their heading. */
type TranslationGroup = Readonly<{
  title: string;
  notes: readonly (TranslationNote & Readonly<{ key: string }>)[];
}>;

/** A translation as the page tells of it. */
export type TranslationView = Readonly<{
  sentence: string;
  groups: readonly TranslationGroup[];
  /** What was not named, in words; undefined when all is. */
  beyond: string | undefined;
}>;

const titles = {
  lost: "Not carried over",
  approximated: "Carried over as something near",
} as const satisfies Record<TranslationNote["kind"], string>;

export const translationView = ({
  from,
  to,
  notes,
  notes_beyond,
}: Translation): TranslationView => ({
  sentence: `Translated from ${nameOf(from)} to ${nameOf(to)}${
    notes.length === 0 ? "; everything was carried over." : "."
  }`,
  groups: (["lost", "approximated"] as const).flatMap((kind) => {
    const ofKind = notes.filter((note) => note.kind === kind);
    if (ofKind.length === 0) return [];
    const keyed = ofKind.map((note) => ({ ...note, key: `${note.in} ${note.field} ${note.what}` }));
    return [{ title: titles[kind], notes: keyed }];
  }),
  beyond:
    notes_beyond === undefined
      ? undefined
      : `and ${countText(notes_beyond)} more, which are counted but not named`,
});

/** The formats that are translated, by the names people read. */
const names: Partial<Record<WireFormat, string>> = {
  "openai.chat_completions": "OpenAI chat completions",
  "anthropic.messages": "Anthropic messages",
  "bedrock.converse": "Bedrock Converse",
  "gemini.generate_content": "Gemini generateContent",
};

const nameOf = (format: WireFormat): string => names[format] ?? format;
