import { parseJsonKeepingNumbers } from "../read/number-text.ts";
import { readJson } from "../read/read-json.ts";
import { sampleText } from "../read/sample-content.ts";
import type { Found, Source } from "../source.ts";
import { AnswerReader } from "./read-answer.ts";

/** An answer with a thousand groups a day is some megabytes. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const NO_PAYER =
  "Cost Explorer's answers do not name the payer's account: they are taken for the only one that other bills of AWS name. Name it, with --account or as account_id of the source.";

/** Answers of AWS Cost Explorer's GetCostAndUsage: one, a list of pages, or one a line. */
export const awsCostExplorer: Source = {
  name: "aws_cost_explorer",
  title: "answers of AWS Cost Explorer",
  detect: (sample) => (/"ResultsByTime"\s*:\s*\[/.test(sampleText(sample)) ? "certain" : undefined),
  async *read(file, { signal, account }) {
    const reader = new AnswerReader();
    const options = { signal, parse: parseJsonKeepingNumbers, maxRecordBytes: MAX_ANSWER_BYTES };
    let isTold = account !== undefined;
    for await (const pieces of readJson(file, options)) {
      const found: Found[] = pieces.flatMap((piece) =>
        piece.kind === "skip" ? [piece] : reader.read(piece),
      );
      if (!isTold && found.some(({ kind }) => kind === "bill_line")) {
        isTold = true;
        found.push({ kind: "warning", warning: NO_PAYER, place: file.name });
      }
      yield found;
    }
  },
};
