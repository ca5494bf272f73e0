import { losslessPasses, type PromptPass } from "@headgate/contract";
import { EarlierTexts, type Pass, passes, restore, shorten } from "@headgate/levers";
import { closeEstimator, countPrompt } from "@headgate/providers";
import { type BenchResult, printTable } from "../result.ts";
import { corpus, type TextClass } from "./corpus.ts";

type Measured = Readonly<{
  tokens: number;
  saved: number;
  texts: number;
  /** Texts that did not come back to the last unit, or that take more tokens than before. */
  damaged: number;
  longer: number;
  ms: number;
}>;

const isSafe = (pass: PromptPass): boolean => losslessPasses.some((safe) => safe === pass);
const safe = passes.filter(({ name }) => isSafe(name));

/** What the passes of the prompt lever save, by class of content, and whether every text comes back. */
export async function benchPrompt(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const classes = corpus(quick ? 20 : 200);
  const measured: { of: TextClass; lossless: Measured; all: Measured }[] = [];
  for (const of of classes) {
    measured.push({ of, lossless: await measure(of, safe), all: await measure(of, passes) });
  }
  await closeEstimator();
  printTable(
    "Tokens (o200k_base) saved by class of content",
    measured.map(({ of, lossless, all }) => ({
      content: of.name,
      texts: lossless.texts,
      tokens: lossless.tokens,
      "safe passes %": percent(lossless),
      "all passes %": percent(all),
      "ms per 1k tokens": all.tokens === 0 ? null : (all.ms / all.tokens) * 1_000,
      "not restored": lossless.damaged + all.damaged,
      longer: lossless.longer + all.longer,
    })),
  );
  printTable(
    "Where the texts come from",
    measured.map(({ of }) => ({ content: of.name, source: of.source })),
  );
  const every = measured.flatMap(({ lossless, all }) => [lossless, all]);
  const total = (of: (one: Measured) => number): number =>
    every.reduce((sum, one) => sum + of(one), 0);
  const pretty = measured.find(({ of }) => of.name === "JSON, pretty")?.lossless;
  const code = measured.find(({ of }) => of.name === "code")?.lossless;
  return {
    figures: Object.fromEntries(
      measured.map(({ of, lossless, all }) => [
        of.name,
        { source: of.source, safe: lossless, all },
      ]),
    ),
    targets: [
      {
        what: "texts that do not come back from their record",
        value: total(({ damaged }) => damaged),
        target: "0",
        met: total(({ damaged }) => damaged) === 0,
      },
      {
        what: "texts with more tokens than before",
        value: total(({ longer }) => longer),
        target: "0",
        met: total(({ longer }) => longer) === 0,
      },
      {
        what: "safe passes on pretty JSON, % saved",
        value: pretty === undefined ? null : percent(pretty),
        target: ">= 15",
        met: pretty === undefined ? null : percent(pretty) >= 15,
      },
      {
        what: "safe passes on code, % saved (it is to stay as it is)",
        value: code === undefined ? null : percent(code),
        target: "0",
        met: code === undefined ? null : code.saved === 0,
      },
    ],
  };
}

const percent = ({ saved, tokens }: Measured): number => (saved / tokens) * 100;

async function measure({ requests }: TextClass, acting: readonly Pass[]): Promise<Measured> {
  let [tokens, saved, texts, damaged, longer, ms] = [0, 0, 0, 0, 0, 0];
  for (const request of requests) {
    const earlier = new EarlierTexts();
    const siblings: string[] = [];
    for (const text of request) {
      const beganAt = performance.now();
      const shortened = shorten(text, acting, { earlier, siblings });
      ms += performance.now() - beganAt;
      earlier.add(shortened.text);
      siblings.push(shortened.text);
      if (restore(shortened) !== text) damaged += 1;
      const [before, after] = [await count(text), await count(shortened.text)];
      if (after > before) longer += 1;
      tokens += before;
      saved += before - after;
      texts += 1;
    }
  }
  return { tokens, saved, texts, damaged, longer, ms };
}

async function count(text: string): Promise<number> {
  const counted = await countPrompt(text);
  if (counted === undefined) throw new Error("a text could not be counted");
  return counted.tokens;
}
