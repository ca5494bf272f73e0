import { counted, type LintedPrompt, type PromptsLint } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { showCount } from "../command-line/show-time.ts";

/** What could be shorter, prompt by prompt, for a person. */
export function renderLint(
  { prompts, lines_without_prompt, broken_lines, prices_of }: PromptsLint,
  width: number,
): string {
  return [
    ...prompts.flatMap((prompt, index) => [
      ...(index === 0 ? [] : [""]),
      ...promptText(prompt, width),
    ]),
    ...(lines_without_prompt === 0
      ? []
      : [
          "",
          `${counted(lines_without_prompt, "line has", "lines have")} no request with a system prompt, or one prompt too many to keep.`,
        ]),
    ...(broken_lines === 0
      ? []
      : [
          "",
          `${counted(broken_lines, "line is", "lines are")} no JSON: what they say is in nothing above.`,
        ]),
    "",
    "Tokens are counted in o200k_base, which need not be the model's own encoding. Nothing is changed: what to shorten is yours to decide.",
    ...(prices_of === null ? [] : [`Dollars at list prices of ${prices_of}.`]),
  ].join("\n");
}

function promptText(prompt: LintedPrompt, width: number): readonly string[] {
  const { source, sha256, seen, tokens, draft_tokens, findings, left_out } = prompt;
  const times = seen === null ? "" : `, in ${counted(seen, "request")}`;
  const head = `${source}: ${showCount(tokens)} tokens${times}, SHA-256 ${sha256}`;
  if (findings.length === 0) return [head, "Nothing found."];
  return [
    head,
    "",
    renderTable(
      [
        { title: "line", align: "right" },
        { title: "rule" },
        { title: "tokens", align: "right" },
        { title: "what" },
        { title: "why" },
      ],
      findings.map(({ line, rule, tokens: ofPart, excerpt, reason }) => [
        String(line),
        rule,
        showCount(ofPart),
        excerpt,
        reason,
      ]),
      width,
    ),
    ...(left_out === 0 ? [] : [`And ${counted(left_out, "finding")} more.`]),
    "",
    `With all that has a replacement replaced: ${showCount(draft_tokens)} tokens, ${showCount(tokens - draft_tokens)} fewer.`,
    ...(prompt.monthly === null ? [] : prompt.monthly.map(savingText)),
  ];
}

function savingText({
  model,
  provider,
  calls,
  as_input,
  as_cache_read,
  reason,
}: NonNullable<LintedPrompt["monthly"]>[number]): string {
  const where = provider === null ? model : `${provider}/${model}`;
  const often = `${counted(calls, "call")} a month`;
  if (as_input === null)
    return `${where}, ${often}: not known what that saves: ${reason ?? "no price"}.`;
  const cached =
    as_cache_read === null
      ? ""
      : `; ${money(as_cache_read)} where the provider's cache has the prompt in every call`;
  return `${where}, ${often}: ${money(as_input)} a month where it is billed as new${cached}.`;
}

const money = (text: string): string => displayDollarsCompact(parseDollars(text));
