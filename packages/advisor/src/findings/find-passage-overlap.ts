import { byModelAndFeature, scopeText } from "@headgate/levers";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";
import { retrievedIn, withoutBytes } from "./retrieved-in.ts";

/** Of the documents' bytes: below it an overlap keeps sentences whole and costs next to nothing. */
const LEAST_SHARE = 0.05;

/** What stands in a prompt twice because chunks that follow each other were cut with overlap, and both were found. */
export function findPassageOverlap(left: LeftCalls): readonly Finding[] {
  return byModelAndFeature(left.calls).flatMap(({ scope, calls }): Finding[] => {
    const told = retrievedIn(calls).flatMap((one) => {
      const { passages } = one.call.row.request_facts ?? {};
      const { repeated_bytes: repeated } = passages ?? {};
      return passages === undefined || repeated === undefined
        ? []
        : [{ ...one, passages, repeated }];
    });
    const sumOf = (bytes: (one: (typeof told)[number]) => number): number =>
      told.reduce((sum, one) => sum + bytes(one), 0);
    const [twice, all] = [sumOf(({ repeated }) => repeated), sumOf(({ documents }) => documents)];
    if (all === 0 || twice / all < LEAST_SHARE) return [];
    const some = told.filter(({ repeated }) => repeated > 0);
    const named = { kind: "passage-overlap", scope } as const;
    const taken = left.take(
      named,
      some.map((one) => withoutBytes(left.history, one, one.repeated)),
    );
    if (taken === undefined) return [];
    const share = Math.round((100 * twice) / all);
    const passages = sumOf((one) => one.passages.count);
    return [
      {
        ...{ ...named, phase: "quick_wins", ...taken },
        title: `Put each passage once into prompts of ${scopeText(scope)}: ${share} % of their documents stand there twice`,
        steps: [
          "Where two passages found are neighbours, join them, and send what both have once.",
          "Or cut chunks with less overlap, and embed them anew: a tenth of a chunk mostly keeps sentences whole.",
        ],
        figures: [
          { what: "calls with an overlap", value: String(some.length) },
          { what: "passages a prompt", value: (passages / told.length).toFixed(1) },
          { what: "bytes a passage", value: String(Math.round(all / passages)) },
          { what: "of the documents' bytes stand in an earlier passage too", value: `${share} %` },
        ],
        confidence: {
          level: "medium",
          reason:
            "What stands twice was counted in each prompt, by runs of eight words and more; its tokens are told by its share of the bytes.",
        },
        quality: {
          risk: "low",
          reason: "Each passage is still there once; only what is repeated goes.",
          check: "Compare answers to a sample of real questions with and without what is repeated.",
        },
        effortHours: 6,
        depth: "facts",
      },
    ];
  });
}
