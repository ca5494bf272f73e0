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

/** The model that a usage type's spelling stands for, undated; undefined for a form that is not known. */
export function usageTypeModel(name: string): string | undefined {
  for (const [pattern, write] of families) {
    const match = pattern.exec(name);
    if (match !== null) return write(match.slice(1)).toLowerCase();
  }
  return undefined;
}
