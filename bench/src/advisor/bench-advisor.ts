import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Advice, advise, worthOf } from "@headgate/advisor";
import { configSchema, type NotProposed, type VirtualKey } from "@headgate/contract";
import { openDuckdbLedger } from "@headgate/ledger";
import { perMonth } from "@headgate/levers";
import { formatDollars, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";
import { importMemoryLimit } from "@headgate/sources";
import { z } from "zod";
import { type BenchResult, printTable, type Target } from "../result.ts";
import { analyseLog } from "./analyse-log.ts";
import { plantedKinds } from "./planted.ts";

const TO_MS = Date.parse("2026-11-01T00:00:00Z");
const DAYS = 30;
const DAY_MS = 86_400_000;
const SEED = 20261129;
const MILLION = 1_000_000;

/**
 * Whether recommendations find what was planted in a constructed company's month, and nothing else; how long that takes, and
 * how much memory. The money is simulated.
 */
export async function benchAdvisor(
  quick: boolean,
): Promise<Pick<BenchResult, "figures" | "targets">> {
  const calls = quick ? 60_000 : MILLION;
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-advisor-"));
  try {
    const prices = loadPriceBook();
    const path = join(folder, "ledger.duckdb");
    const loadedAt = performance.now();
    const company = built(folder, path, calls);
    const loadS = seconds(loadedAt);
    // As `headgate analyze` opens its own.
    const ledger = await openDuckdbLedger({ path, memoryLimit: importMemoryLimit });
    const advisedAt = performance.now();
    const { read, stack, advice } = await advise({
      ledger,
      prices,
      config: configSchema.parse({
        providers: {
          openai: { kind: "openai", base_url: "https://api.openai.com/v1" },
          anthropic: { kind: "anthropic", base_url: "https://api.anthropic.com" },
          azure: { kind: "azure-openai", base_url: "https://constructed.openai.azure.com" },
          bedrock: { kind: "bedrock", region: "us-east-1" },
        },
      }),
      fromMs: TO_MS - DAYS * DAY_MS,
      toMs: TO_MS,
      nowMs: TO_MS,
      keys: [idleKey],
      infrastructure: infrastructureBook([...builtInInfrastructure()]),
    });
    const adviseS = seconds(advisedAt);
    await ledger.close();
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const analysis = await analyseLog(folder, calls);
    const found = company.planted.map((planted) => judged(planted, advice, stack.notProposed));
    const inRows = found.filter(({ seenIn }) => seenIn === "rows");
    const inTexts = found.filter(({ seenIn }) => seenIn === "texts");
    const falseDollars = falseOf(company.planted, advice.filter(isPromised));
    const plantedDollars = total(inRows.map(({ truth }) => truth));
    const foundDollars = total(inRows.map((one) => one.found));
    const proposed = total(advice.filter(isPromised).map(estimateOf));
    printTable(
      "Planted and found, simulated dollars a month",
      found.map(({ what, seenIn, truth, found: got, rank, told }) => ({
        what,
        planted: seenIn === "none" ? null : shown(truth),
        found: seenIn === "rows" ? shown(got) : told ? "told of" : "NOT FOUND",
        rank,
      })),
    );
    printTable(
      "Recommended, worth most first",
      advice.slice(0, 25).map((one) => ({
        what: one.title,
        "a month": shown(estimateOf(one)),
        confidence: one.confidence.level,
        "is promised": isPromised(one) ? "yes" : "no: at most",
      })),
    );
    const foundShare = ratio(foundDollars, plantedDollars);
    const falseShare = ratio(falseDollars, proposed);
    const untold = found.filter(({ seenIn, told }) => seenIn !== "rows" && !told).length;
    const isRightOrder = inOrder(inRows);
    const targets: Target[] = [
      target(
        "planted dollars found, share of what rows tell of",
        foundShare,
        "≥ 0.95",
        foundShare >= 0.95,
      ),
      target("other plants that nothing is said of", untold, "0", untold === 0),
      target("proposed dollars that are false, share", falseShare, "≤ 0.05", falseShare <= 0.05),
      target(
        "top five in the order of planted dollars, weighed by confidence, risk and effort",
        isRightOrder ? 1 : 0,
        "1",
        // In a small company the effort outweighs most of it.
        calls === MILLION ? isRightOrder : null,
      ),
      target(
        "seconds for 1 million calls",
        adviseS,
        "< 60",
        calls === MILLION ? adviseS < 60 : null,
      ),
      target(
        "peak memory, MB, the ledger included",
        peakMb,
        "< 1024",
        calls === MILLION ? peakMb < 1024 : null,
      ),
      target(
        "seconds for the whole `headgate analyze` of a log of 1 million calls",
        analysis.seconds,
        "< 60",
        calls === MILLION ? analysis.seconds < 60 : null,
      ),
      target(
        "peak memory of it, MB",
        analysis.peakMb,
        "< 1024",
        calls === MILLION ? analysis.peakMb < 1024 : null,
      ),
    ];
    return {
      figures: {
        simulated: true,
        calls,
        read_calls: read.history.calls.length,
        sample: read.history.sample === undefined ? null : read.history.sample.of,
        load_s: loadS,
        advise_s: adviseS,
        peak_mb: peakMb,
        analyze: analysis,
        spent: company.spent,
        planted: found.map(({ what, seenIn, truth, found: got, rank, told }) => ({
          what,
          seen_in: seenIn,
          planted: seenIn === "none" ? null : formatDollars(truth),
          found: seenIn === "rows" ? formatDollars(got) : null,
          rank,
          told,
        })),
        planted_dollars_that_only_texts_tell: formatDollars(
          total(inTexts.map(({ truth }) => truth)),
        ),
        promised_dollars: formatDollars(proposed),
        false_dollars: formatDollars(falseDollars),
        at_most_dollars: formatDollars(
          total(advice.filter((one) => !isPromised(one)).map(estimateOf)),
        ),
      },
      targets,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const truthSchema = z.object({
  spent: z.string(),
  planted: z.array(
    z.object({
      what: z.string(),
      kind: z.enum(plantedKinds),
      model: z.string().optional(),
      feature: z.string().optional(),
      seenIn: z.enum(["rows", "texts", "none"]),
      dollars: z.string().transform(parseDollars),
    }),
  ),
});
type Planted = z.infer<typeof truthSchema>["planted"][number];

/** Makes the ledger in a process of its own: the most memory is told of a process's whole life. */
function built(folder: string, path: string, calls: number): z.infer<typeof truthSchema> {
  const truth = join(folder, "truth.json");
  const program = fileURLToPath(new URL("./build-company.ts", import.meta.url));
  const words = [path, truth, ...[calls, TO_MS, SEED].map(String)];
  execFileSync(process.execPath, [...process.execArgv, program, ...words], { stdio: "inherit" });
  return truthSchema.parse(JSON.parse(readFileSync(truth, "utf8")));
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;

const monthOf = (dollars: Picodollars): Picodollars => perMonth(dollars, DAYS * DAY_MS);

const estimateOf = ({ dollars_per_month: dollars }: Advice): Picodollars =>
  dollars === null ? picodollars(0n) : parseDollars(dollars.estimate);

/** Whether a recommendation is about what was planted: the same lever and traffic. */
const isAbout = ({ kind, model, feature }: Planted, one: Advice): boolean =>
  one.kind === kind &&
  (model === undefined || one.scope.model === model) &&
  (feature === undefined || one.scope.feature === undefined || one.scope.feature === feature);

/** Constructed: made before the month, and asked nothing with. */
const idleKey: VirtualKey = {
  id: "key_idle",
  name: "constructed-idle",
  hash: "0".repeat(64),
  hint: "hg_0000",
  attribution: { team: "constructed" },
  tags: {},
  created_at_ms: TO_MS - 2 * DAYS * DAY_MS,
};

/** Whether it says that it saves something: what may come to nothing is told as the most that it could be. */
const isPromised = ({ dollars_per_month: dollars }: Advice): boolean =>
  dollars !== null && (dollars.low === null || parseDollars(dollars.low) > 0n);

/** What was found of it, no more than there was, and what it would weigh among recommendations if its dollars were told right. */
function judged(planted: Planted, advice: readonly Advice[], notProposed: readonly NotProposed[]) {
  const about = advice.filter((one) => isAbout(planted, one));
  const [first] = about;
  const truth = monthOf(planted.dollars);
  const got = total(about.map(estimateOf));
  return {
    what: planted.what,
    seenIn: planted.seenIn,
    truth,
    found: got < truth ? got : truth,
    rank: first === undefined ? null : advice.indexOf(first) + 1,
    weight: first === undefined ? truth : worthWith(first, truth),
    told:
      first !== undefined ||
      notProposed.some(
        ({ lever, scope }) => lever === planted.kind && scope.feature === planted.feature,
      ),
  };
}

const worthWith = (advice: Advice, truth: Picodollars): Picodollars =>
  worthOf({
    ...advice,
    dollars_per_month: { estimate: formatDollars(truth), low: null, high: null },
  });

/** What was proposed beyond what there is: for traffic without waste, and too much for the other. */
function falseOf(planted: readonly Planted[], advice: readonly Advice[]): Picodollars {
  let sum = 0n;
  for (const one of advice) {
    if (!planted.some((of) => isAbout(of, one))) sum += estimateOf(one);
  }
  for (const of of planted) {
    const got = total(advice.filter((one) => isAbout(of, one)).map(estimateOf));
    const truth = monthOf(of.dollars);
    if (got > truth) sum += got - truth;
  }
  return picodollars(sum);
}

/** Whether the five that weigh most stand in that order: a guess stands behind what is sure. */
function inOrder(
  found: readonly Readonly<{ weight: Picodollars; rank: number | null }>[],
): boolean {
  const five = found.toSorted((a, b) => (a.weight > b.weight ? -1 : 1)).slice(0, 5);
  return five.every(
    ({ rank }, index) => rank !== null && rank > ((five[index - 1]?.rank ?? 0) as number),
  );
}

const total = (amounts: readonly Picodollars[]): Picodollars =>
  picodollars(amounts.reduce((sum, amount) => sum + amount, 0n));
const shown = (amount: Picodollars): string => (Number(amount) / 1e12).toFixed(2);
const ratio = (part: Picodollars, whole: Picodollars): number =>
  Math.round((Number(part) / Number(whole)) * 1_000) / 1_000;
const target = (what: string, value: number, limit: string, met: boolean | null): Target => ({
  what,
  value,
  target: limit,
  met,
});
