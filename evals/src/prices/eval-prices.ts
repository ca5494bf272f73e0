import { printTable } from "@headgate/bench/result";
import {
  type CatalogueReading,
  checkPrices,
  diffCatalogues,
  loadPriceBook,
} from "@headgate/pricing";
import { type Evaluation, EvaluationInputError } from "../evaluation.ts";
import { bedrockClaude } from "./bedrock-claude.ts";
import { coverageOf } from "./coverage.ts";
import { caughtErrors } from "./gross-errors.ts";
import { readCatalogues } from "./read-catalogues.ts";

/**
 * Holds the price book against third-party catalogues: how many of the models that they name it prices, which
 * gross errors of theirs the importers catch, and whether Claude on Bedrock costs what AWS charges.
 * @param folder with catalogue files as their projects publish them
 */
export async function evalPrices(folder: string): Promise<Evaluation> {
  const book = loadPriceBook();
  const readings = readCatalogues(folder);
  if (readings.length === 0) {
    throw new EvaluationInputError(
      `no catalogue lies in ${folder}: expected genai-prices*.json, litellm*.json, modelsdev*.tar.gz or portkey*.tar.gz`,
    );
  }
  const day =
    readings
      .map(({ snapshot }) => snapshot.day)
      .sort()
      .at(-1) ?? "";
  const { byProvider, elsewhere } = coverageOf(book, readings, day);
  const all = Object.values(byProvider);
  const named = sum(all.map((one) => one.named));
  const priced = sum(all.map((one) => one.priced));
  const errors = caughtErrors(readings);
  const present = sum(errors.map((one) => one.present));
  const caught = sum(errors.map((one) => one.caught));
  const bedrock = bedrockClaude(book, readings, day);
  const right = sum(bedrock.map((one) => one.right));
  const faults = checkPrices(book, { at: day }).length;
  const { differences, agreed } = diffCatalogues(book, readings);
  const differs = differences.filter(({ kind }) => kind === "differs").length;
  printTable(
    "Models priced, of those named",
    Object.entries(byProvider).map(([provider, one]) => ({
      provider,
      named: one.named,
      priced: one.priced,
      "first missing": one.missing.slice(0, 3).join(", "),
    })),
  );
  printTable(
    "Gross errors of the catalogues",
    errors.map((one) => ({ what: one.what, present: one.present, caught: one.caught })),
  );
  return {
    figures: {
      catalogues: readings.map(summaryOf),
      day,
      coverage: Object.fromEntries(
        Object.entries(byProvider).map(([provider, one]) => [
          provider,
          { named: one.named, priced: one.priced, missing: one.missing.slice(0, 20) },
        ]),
      ),
      models_of_other_providers: elsewhere,
      gross_errors: errors,
      bedrock_claude: bedrock,
      diff: { agreed, differs, missing: differences.length - differs },
      own_faults: faults,
    },
    targets: [
      atLeast(
        "models priced, of those that a catalogue names for the book's providers",
        priced,
        named,
        0.95,
      ),
      atLeast("prices of known gross errors refused", caught, present, 1),
      atLeast(
        "Claude from 4.5 on Bedrock priced as AWS does, four places each",
        right,
        bedrock.length * 4,
        1,
      ),
      {
        what: "prices of the book that its own checks refuse",
        value: faults,
        target: "0",
        met: faults === 0,
      },
    ],
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** A share reached; of nothing, nothing was missed. */
const atLeast = (
  what: string,
  part: number,
  whole: number,
  target: number,
): Evaluation["targets"][number] => ({
  what: `${what} (${part} of ${whole})`,
  value: whole === 0 ? 1 : part / whole,
  target: `≥ ${target}`,
  met: whole === 0 || part / whole >= target,
});

const summaryOf = ({ kind, snapshot, candidates, refused }: CatalogueReading) => {
  const byCode: Record<string, number> = {};
  for (const { code } of refused) byCode[code] = (byCode[code] ?? 0) + 1;
  return { kind, day: snapshot.day, prices: candidates.length, refused: byCode };
};
