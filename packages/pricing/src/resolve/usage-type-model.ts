/**
 * Names that stand for one model alone, though others are written almost the same: "V2" is the second Claude 3.5 Sonnet,
 * which has it in its id, and of 3.7 there was one. LiteLLM's list, and so the price book, also has a 3.7 under the date of
 * the first 3.5; a record of the price book is never removed.
 */
const single: ReadonlyMap<string, string> = new Map([
  ["claude3.5sonnetv2", "anthropic.claude-3-5-sonnet-20241022-v2:0"],
  ["claude3.5sonnet2", "anthropic.claude-3-5-sonnet-20241022-v2:0"],
  ["claude3.7sonnet", "anthropic.claude-3-7-sonnet-20250219-v1:0"],
]);

/**
 * How AWS's usage types write models: `USE1-Claude4.6Sonnet-input-tokens`, `USE1-Nova2.0Lite-…`. The
 * pattern of a family, and the model's name that it stands for.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/cost-mgmt-understanding-cur-data.html, read
 * 2026-11-28 in a copy.
 */
const families: readonly (readonly [RegExp, (parts: readonly string[]) => string])[] = [
  [
    /^Claude([4-9](?:\.\d)?)(Opus|Sonnet|Haiku|Fable|Mythos)$/i,
    ([version = "", size = ""]) => `claude-${size}-${dashed(version)}`,
  ],
  [
    /^Claude(3(?:\.\d)?)(Opus|Sonnet|Haiku)(?:V?(2))?$/i,
    ([version = "", size = "", revision]) =>
      `claude-${dashed(version)}-${size}${revision === undefined ? "" : `-v${revision}`}`,
  ],
  [
    /^Nova(\d(?:\.\d)?)?(Micro|Lite|Pro|Premier|Sonic|Canvas|Reel)$/i,
    ([version, size = ""]) =>
      version === undefined || version === "1.0" || version === "1"
        ? `nova-${size}`
        : `nova-${version.replace(/\.0$/, "").replace(".", "-")}-${size}`,
  ],
  [
    /^Llama(\d)-?(\d)?-?(Scout|Maverick)?-?(\d+B)?(?:-Instruct)?$/i,
    ([major = "", minor, name, size]) =>
      [
        `llama${major}`,
        ...(minor === undefined ? [] : [minor]),
        ...(name === undefined ? [] : [name]),
        ...(size === undefined ? [] : [size]),
        "instruct",
      ].join("-"),
  ],
];

const dashed = (version: string): string => version.replace(/\.0$/, "").replace(".", "-");

/** The model that a usage type's spelling stands for, mostly undated; undefined for a form that is not known. */
export function usageTypeModel(name: string): string | undefined {
  const known = single.get(name.toLowerCase());
  if (known !== undefined) return known;
  for (const [pattern, write] of families) {
    const match = pattern.exec(name);
    if (match !== null) return write(match.slice(1)).toLowerCase();
  }
  return undefined;
}
