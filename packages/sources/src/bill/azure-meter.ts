import type { PriceScope, UsageComponent } from "@headgate/contract";

/** What a meter of Azure OpenAI or of Foundry's models says. What it does not say is absent. */
export type AzureMeter = Readonly<{
  kind: "tokens" | "provisioned" | "training" | "hosting" | "image" | "video" | "audio" | "other";
  /** The model as the meter writes it, without the words that say what is billed: `gpt 4o 0806`, `5.4`. */
  model?: string;
  component?: UsageComponent;
  tier?: string;
  scope?: PriceScope;
  fineTuned?: true;
}>;

type Words = Readonly<Record<string, string>>;

/** Azure shortens the same word in several ways, sometimes within one model's meters. */
const directions: Words = {
  in: "input",
  inp: "input",
  inpt: "input",
  input: "input",
  out: "output",
  outp: "output",
  outpt: "output",
  opt: "output",
  output: "output",
};
const scopes: Words = {
  gl: "global",
  glbl: "global",
  global: "global",
  dz: "geo",
  dzn: "geo",
  dzone: "geo",
  datazone: "geo",
  regnl: "in_region",
  rgnl: "in_region",
  regional: "in_region",
};
const tiers: Words = { batch: "batch", pp: "priority", priority: "priority", flex: "flex" };
const modalities: Words = {
  txt: "text",
  text: "text",
  aud: "audio",
  audio: "audio",
  img: "image",
  image: "image",
};
const cached: ReadonlySet<string> = new Set(["cd", "ch", "cch", "cchd", "cach", "cache", "cached"]);
/** What was written to a cache costs more than what is read from it, ten times and over. */
const written: ReadonlySet<string> = new Set(["wr", "wrt", "write", "writes", "creation"]);
const noise: ReadonlySet<string> = new Set(["tokens", "token", "1m", "1k", "std", "standard"]);

/** Meters that bill something else than tokens. */
const others: readonly (readonly [RegExp, AzureMeter["kind"]])[] = [
  [/provisioned managed|\bptu\b/i, "provisioned"],
  [/\btrain(?:ing)?\b|\bft trng\b|grader/i, "training"],
  [/\bhosting\b/i, "hosting"],
  [/dall-?e|\bimages?$|megapixel/i, "image"],
  [/\bsora\b|\bvideo\b.*\bseconds?\b/i, "video"],
  [/whisper|\btts\b|\bspeech\b|transcribe.*unit/i, "audio"],
];

/**
 * Reads the name of a meter: `gpt 4o 0513 Input global Tokens`, `GPT 5 outpt DZone 1M Tokens`,
 * `5.4 inp Dz 1M Tokens`, `gpt-4o-0806-Inp-glbl Tokens`, `gpt 4o mini0718 BatchOutp DataZone Tokens`. Pure
 * and total.
 */
export function readAzureMeter(meter: string): AzureMeter {
  const kind = others.find(([pattern]) => pattern.test(meter))?.[1];
  const words = wordsOf(meter);
  const scope = told(words, scopes) as PriceScope | undefined;
  const about = { ...(scope !== undefined && { scope }) };
  if (kind === "provisioned") return { kind, tier: "provisioned", ...about };
  if (kind !== undefined) return { kind, ...about };

  const direction = told(words, directions);
  const isEmbedding = words.includes("embedding") || words.includes("embed");
  if (direction === undefined && !isEmbedding) return { kind: "other", ...about };
  const model = modelIn(words, isEmbedding);
  const component = componentOf(words, direction ?? "input");
  return {
    kind: "tokens",
    ...(model !== "" && { model }),
    ...(component !== undefined && { component }),
    tier: told(words, tiers) ?? "standard",
    ...about,
    ...(words.includes("ft") && { fineTuned: true as const }),
  };
}

function wordsOf(meter: string): readonly string[] {
  return meter
    .replace(/data[\s-]+zone/gi, "datazone")
    .replace(/batch(?=[A-Z])/g, "Batch ")
    .replace(/Batch(?=[A-Z])/g, "Batch ")
    .replace(/([a-z])(?=(?:0[1-9]|1[0-2])[0-3]\d\b)/gi, "$1 ")
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== "");
}

/** `text` is a word of `text-embedding-3-large`, and `image` of `gpt image 1`. */
function modelIn(words: readonly string[], isEmbedding: boolean): string {
  const isModel = (word: string, index: number): boolean => {
    if (isEmbedding && word === "text" && index === 0) return true;
    if (word === "image" && words[index - 1] === "gpt") return true;
    return (
      !Object.hasOwn(directions, word) &&
      !Object.hasOwn(scopes, word) &&
      !Object.hasOwn(tiers, word) &&
      !Object.hasOwn(modalities, word) &&
      !cached.has(word) &&
      !(written.has(word) && words.some((other) => cached.has(other))) &&
      !noise.has(word) &&
      word !== "ft"
    );
  };
  return words.filter(isModel).join(" ");
}

function componentOf(words: readonly string[], direction: string): UsageComponent | undefined {
  const named = words.filter((word, index) => !(word === "image" && words[index - 1] === "gpt"));
  const modality = named.includes("embedding") ? "text" : told(named, modalities);
  const isText = modality === undefined || modality === "text";
  if (direction === "output") {
    if (isText) return "output";
    return modality === "audio" ? "output_audio" : "output_image";
  }
  if (words.some((word) => cached.has(word))) {
    if (words.some((word) => written.has(word))) return isText ? "cache_write" : undefined;
    if (isText) return "cache_read";
    return modality === "audio" ? "cache_read_audio" : undefined;
  }
  if (isText) return "input";
  return modality === "audio" ? "input_audio" : "input_image";
}

const told = (words: readonly string[], table: Words): string | undefined => {
  const word = words.find((known) => Object.hasOwn(table, known));
  return word === undefined ? undefined : table[word];
};

/** How many of what is counted one unit of measure is: `1K` → 1000, `1M` → 1000000, `100` → 100, `10 Hours` → 10. */
export function azureBlockSize(unit: string | undefined): string | undefined {
  const match = /^(\d+)\s*([KM])?(?=$|[\s/])/i.exec(unit?.trim() ?? "");
  if (match === null) return undefined;
  const [, count = "", size = ""] = match;
  return count + (size === "" ? "" : /k/i.test(size) ? "000" : "000000");
}
