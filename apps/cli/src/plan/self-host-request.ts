import { HeadgateError, type selfHostPlanRequest } from "@headgate/contract";
import { formatDollars, multiply, parseDollars } from "@headgate/money";
import type { z } from "zod";
import { readPositiveNumber, readWholeNumber } from "../command-line/read-number.ts";

/** What the API is asked: what is not said is its own default. */
export type SelfHostAsk = z.input<typeof selfHostPlanRequest>;

/** The flags of `headgate plan self-host` that shape the question; each a text or absent. */
export type SelfHostFlags = Readonly<{
  model: string;
  "current-model"?: string | undefined;
  gpu?: string | undefined;
  "gpu-hour"?: string | undefined;
  "gpus-per-machine"?: string | undefined;
  machine?: string | undefined;
  region?: string | undefined;
  term?: string | undefined;
  spread?: string | undefined;
  precision?: string | undefined;
  tuned?: boolean | undefined;
  "calls-per-day"?: string | undefined;
  prompt?: string | undefined;
  cached?: string | undefined;
  answer?: string | undefined;
  shape?: string | undefined;
  "ms-per-token"?: string | undefined;
  scaling?: string | undefined;
  spare?: string | undefined;
  operations?: string | undefined;
  "spot-share"?: string | undefined;
  "spot-availability"?: string | undefined;
  "spot-hour"?: string | undefined;
  "batch-share"?: string | undefined;
  growth?: string | undefined;
  measured?: string | undefined;
}>;

/**
 * The question that the flags come to.
 *
 * @param hosts `--host`, as often as it stands
 * @param range the range of history, for a demand that is not stated
 * @throws HeadgateError `command_invalid` that names the flag
 */
export function selfHostAsk(
  flags: SelfHostFlags,
  hosts: readonly string[],
  range: Readonly<{ from: string; to: string; filter: Readonly<Record<string, string>> }>,
): SelfHostAsk {
  return {
    model: flags.model,
    current_model: flags["current-model"],
    api_providers: hosts.length === 0 ? undefined : [...hosts],
    demand: demandOf(flags, range),
    accelerator: flags.gpu,
    machine: machineOf(flags),
    spot: spotOf(flags),
    spread: readWholeNumber("--spread", flags.spread, { min: 1, max: 8 }),
    precision: flags.precision as SelfHostAsk["precision"],
    preset: flags.tuned === true ? "tuned" : "stock",
    limits: { ms_per_token: readPositiveNumber("--ms-per-token", flags["ms-per-token"]) },
    fleet: {
      scaling: flags.scaling as NonNullable<SelfHostAsk["fleet"]>["scaling"],
      spare_replicas: readWholeNumber("--spare", flags.spare, { min: 0, max: 100 }),
    },
    costs: { operations_per_month: dollarsOf("--operations", flags.operations) },
    batch_share: partOf("--batch-share", flags["batch-share"]),
    future: { growth_per_year: growthOf(flags.growth) },
    measured: measuredOf(flags.measured),
  };
}

function demandOf(
  flags: SelfHostFlags,
  range: Readonly<{ from: string; to: string; filter: Readonly<Record<string, string>> }>,
): SelfHostAsk["demand"] {
  const perDay = flags["calls-per-day"];
  if (perDay === undefined) {
    const stray = (["prompt", "cached", "answer", "shape"] as const).find(
      (name) => flags[name] !== undefined,
    );
    if (stray !== undefined) throw invalid(`--${stray} is for --calls-per-day.`);
    return { kind: "history", ...range };
  }
  const calls = Number(perDay);
  if (!Number.isFinite(calls)) throw invalid(`--calls-per-day is a number; not "${perDay}".`);
  const [prompt, answer] = [flags.prompt, flags.answer];
  if (prompt === undefined || answer === undefined)
    throw invalid("--calls-per-day needs --prompt and --answer, tokens of a mean call.");
  return {
    kind: "stated",
    calls_per_day: calls,
    prompt_tokens: tokensOf("--prompt", prompt),
    ...(flags.cached !== undefined && { cached_tokens: tokensOf("--cached", flags.cached) }),
    answer_tokens: tokensOf("--answer", answer),
    shape: flags.shape as "flat" | undefined,
  };
}

function machineOf(flags: SelfHostFlags): SelfHostAsk["machine"] {
  const { machine, region, term } = flags;
  if (machine === undefined) {
    const hour = dollarsOf("--gpu-hour", flags["gpu-hour"]);
    if (hour === undefined || flags.gpu === undefined)
      throw invalid(
        "What is rented is not said: --gpu with --gpu-hour, or --machine with --region.",
      );
    const count = readWholeNumber("--gpus-per-machine", flags["gpus-per-machine"], {
      min: 1,
      max: 72,
    });
    return {
      kind: "stated",
      dollars_per_hour: formatDollars(multiply(parseDollars(hour), count ?? 1)),
      accelerators: count,
    };
  }
  if (flags["gpu-hour"] !== undefined)
    throw invalid("--machine and --gpu-hour contradict each other.");
  const slash = machine.indexOf("/");
  if (slash <= 0) throw invalid(`--machine is written provider/sku; not "${machine}".`);
  if (region === undefined) throw invalid("--machine needs --region.");
  return {
    kind: "listed",
    provider: machine.slice(0, slash),
    sku: machine.slice(slash + 1),
    region,
    term: term as "on_demand" | undefined,
  };
}

function spotOf(flags: SelfHostFlags): SelfHostAsk["spot"] {
  const share = partOf("--spot-share", flags["spot-share"]);
  const availability = partOf("--spot-availability", flags["spot-availability"]);
  if (share === undefined) return undefined;
  if (availability === undefined)
    throw invalid(
      "--spot-share needs --spot-availability: the part of the time in which there is spare capacity.",
    );
  return { share, availability, dollars_per_hour: dollarsOf("--spot-hour", flags["spot-hour"]) };
}

/** `--measured PROMPT,ANSWER,CONCURRENT,TOKENS_PER_SECOND` */
function measuredOf(text: string | undefined): SelfHostAsk["measured"] {
  if (text === undefined) return undefined;
  const numbers = text.split(",").map(Number);
  const [prompt, answer, concurrent, perSecond] = numbers;
  if (
    numbers.length !== 4 ||
    prompt === undefined ||
    answer === undefined ||
    concurrent === undefined ||
    perSecond === undefined ||
    !numbers.every((number) => number > 0)
  )
    throw invalid(
      `--measured is tokens of prompt and answer, answers at once, answer tokens a second: 1000,300,64,2100; not "${text}".`,
    );
  return {
    prompt_tokens: prompt,
    answer_tokens: answer,
    concurrent_answers: concurrent,
    output_tokens_per_second: perSecond,
  };
}

function tokensOf(flag: string, text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw invalid(`${flag} is a number of tokens; not "${text}".`);
}

/** `20%` or `0.2`. */
function partOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text !== "" && value >= 0 && value <= 1) return value;
  throw invalid(`${flag} is a share such as 20% or 0.2; not "${text}".`);
}

/** `50%`, `-20%` or `0.5` a year. */
function growthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text !== "" && value >= -0.95 && value <= 20) return value;
  throw invalid(`--growth is a share a year such as 50% or -20%; not "${text}".`);
}

function dollarsOf(flag: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{1,9}(\.\d{1,12})?$/.test(text)) return text;
  throw invalid(`${flag} is dollars such as 2.95; not "${text}".`);
}

const invalid = (message: string): HeadgateError => new HeadgateError("command_invalid", message);
