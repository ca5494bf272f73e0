import type { LintedPrompt } from "@headgate/contract";
import { draftOf, type LintFinding, lintPrompt, MOST_LINTED_UNITS } from "@headgate/levers";
import { countTokens } from "@headgate/providers";
import type { FoundPrompt } from "./read-prompts.ts";

/** Findings of one prompt that are listed. */
const MOST_LISTED = 200;
const EXCERPT = 60;

/** What could be shorter in a prompt, with tokens; a monthly saving is nobody's yet. */
export async function lintFound({
  source,
  sha256,
  seen,
  text,
}: FoundPrompt): Promise<LintedPrompt> {
  const findings = lintPrompt(text);
  const listed = findings.slice(0, MOST_LISTED);
  const draft = draftOf(text, findings);
  const parts = listed.map(({ start, end }) => text.slice(start, end));
  const [tokens, draftTokens, ...ofParts] = await countTokens([text, draft, ...parts]);
  if (tokens === undefined || draftTokens === undefined) throw new Error("a count is missing");
  const places = placesOf(text, listed);
  return {
    source,
    sha256,
    seen,
    tokens,
    draft_tokens: draftTokens,
    findings: listed.map(({ rule, reason, replacement }, index) => {
      const [line, column] = places[index] ?? [1, 1];
      const ofPart = ofParts[index];
      if (ofPart === undefined) throw new Error("a count is missing");
      const excerpt = excerptOf(parts[index] ?? "");
      return {
        rule,
        line,
        column,
        tokens: ofPart,
        excerpt,
        reason,
        replacement: replacement ?? null,
      };
    }),
    left_out: findings.length - listed.length,
    monthly: null,
  };
}

/** Whether the end of a prompt was not looked at. */
export const isCut = ({ text }: FoundPrompt): boolean => text.length > MOST_LINTED_UNITS;

function placesOf(
  text: string,
  findings: readonly LintFinding[],
): readonly (readonly [number, number])[] {
  let line = 1;
  let lineStart = 0;
  return findings.map(({ start }) => {
    for (
      let at = text.indexOf("\n", lineStart);
      at >= 0 && at < start;
      at = text.indexOf("\n", lineStart)
    ) {
      line += 1;
      lineStart = at + 1;
    }
    return [line, Math.max(1, start - lineStart + 1)] as const;
  });
}

function excerptOf(part: string): string {
  const plain = part.replace(/\s+/g, " ").trim();
  return plain.length > EXCERPT ? `${plain.slice(0, EXCERPT - 1)}…` : plain;
}
