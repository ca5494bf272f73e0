import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Advice, advise } from "@headgate/advisor";
import { configSchema } from "@headgate/contract";
import { openDuckdbLedger } from "@headgate/ledger";
import { perMonth } from "@headgate/levers";
import { formatDollars, type Picodollars, parseDollars, picodollars } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { z } from "zod";
import { type BenchResult, printTable, type Target } from "../result.ts";

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
    const ledger = await openDuckdbLedger({ path });
    const advisedAt = performance.now();
    const { read, advice } = await advise({
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
      keys: [],
    });
    const adviseS = seconds(advisedAt);
    await ledger.close();
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const found = company.planted.map((planted) => judged(planted, advice));
    const falseDollars = falseOf(company.planted, advice);
    const plantedDollars = total(company.planted.map(({ dollars }) => monthOf(dollars)));
    const foundDollars = total(found.map((one) => one.found));
    const proposed = total(advice.map(estimateOf));
    printTable(
      "Planted and found, simulated dollars a month",
      found.map(({ what, truth, found: got, rank }) => ({
        what,
        planted: shown(truth),
        found: shown(got),
        rank,
      })),
    );
    printTable(
      "Recommended, worth most first",
      advice.slice(0, 15).map((one) => ({
        what: one.title,
        "a month": shown(estimateOf(one)),
        confidence: one.confidence.level,
      })),
    );
    const foundShare = ratio(foundDollars, plantedDollars);
    const falseShare = ratio(falseDollars, proposed);
    const isRightOrder = inOrder(found);
    const targets: Target[] = [
      target("planted dollars found, share", foundShare, "≥ 0.95", foundShare >= 0.95),
      target("proposed dollars that are false, share", falseShare, "≤ 0.05", falseShare <= 0.05),
      target(
        "top five in the order of what they are worth",
        isRightOrder ? 1 : 0,
        "1",
        isRightOrder,
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
        spent: company.spent,
        planted: found.map(({ what, truth, found: got, rank }) => ({
          what,
          planted: formatDollars(truth),
          found: formatDollars(got),
          rank,
        })),
        false_dollars: formatDollars(falseDollars),
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
      kind: z.enum(["exact-cache", "prefix-cache", "output", "batch", "route", "retries"]),
      model: z.string().optional(),
      feature: z.string().optional(),
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

/** What was found of it: no more than there was. */
function judged(planted: Planted, advice: readonly Advice[]) {
  const about = advice.filter((one) => isAbout(planted, one));
  const truth = monthOf(planted.dollars);
  const got = total(about.map(estimateOf));
  const rank = about.length === 0 ? null : advice.indexOf(about[0] as Advice) + 1;
  return { what: planted.what, truth, found: got < truth ? got : truth, rank };
}

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

/** Whether the five that are worth most stand in the order of what was planted. */
function inOrder(found: readonly Readonly<{ truth: Picodollars; rank: number | null }>[]): boolean {
  const five = found.toSorted((a, b) => (a.truth > b.truth ? -1 : 1)).slice(0, 5);
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
