import { counted, type PromptUndo, type UndoneText } from "@headgate/contract";
import { showCount } from "../command-line/show-time.ts";

/** What passes did to a call's texts, for a person; the texts themselves where they are asked for. */
export function renderUndo(
  { call_id, has_row, digest, is_same, texts }: PromptUndo,
  isFull: boolean,
): string {
  const head = `Call ${call_id}`;
  if (texts === null) {
    const why =
      digest === null
        ? "Its row says of no text that it was shortened."
        : "Texts of it were shortened, but the gateway that was asked holds nothing of it any more: what is held goes after the time of caches.prompt, for newer calls and with the process, and another gateway may have it.";
    return `${head}\n${why}`;
  }
  const row = has_row ? "that is in the call's row" : "that its row will have: it has none yet";
  const same =
    is_same === true
      ? `They make the digest ${row}${has_row ? ": they are the same" : ""}.`
      : `They do NOT make the digest ${row}.`;
  const which = texts.length === 1 ? "it was" : "they were";
  return [
    head,
    `${counted(texts.length, "text")} shortened; undone, to what ${which} before the first pass. ${same}`,
    ...texts.flatMap((text) => ["", ...textLines(text, isFull)]),
    ...(isFull ? [] : ["", "With --full the texts are printed, with --json all of it."]),
  ].join("\n");
}

function textLines({ path, sent, steps }: UndoneText, isFull: boolean): readonly string[] {
  const lengths = [...steps.map(({ before }) => before.length), sent.length];
  const passes = steps.map(
    ({ pass }, index) =>
      `  ${pass}: ${showCount(lengths[index] ?? 0)} characters became ${showCount(lengths[index + 1] ?? 0)}`,
  );
  const before = steps[0]?.before ?? sent;
  return [
    path.join("."),
    ...passes,
    ...(isFull ? ["--- as it came", before, "--- as it was sent", sent] : []),
  ];
}
