/**
 * Geographies of Bedrock's system-defined inference profiles: the prefix of their ids. AWS lists `us`, `eu`,
 * `apac`, `jp`, `au` and `us-gov`
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/@aws-cdk_aws-bedrock-alpha.CrossRegionInferenceProfileRegion.html,
 * read 2026-11-28). `ca`, `in` (India) and `sa` are as public code calls them; no page of AWS was found that
 * day that lists them.
 */
export const bedrockGeographies: ReadonlySet<string> = new Set([
  "us",
  "us-gov",
  "eu",
  "apac",
  "jp",
  "au",
  "ca",
  "in",
  "sa",
]);

/**
 * The geographies that a region may be priced under, nearest first, from the beginning of its name as AWS
 * writes regions; providers that name regions otherwise (`swedencentral`, `europe-west4`) get none and
 * need a price for the region itself or for any. `jp`, `au` and `in` are geographies of their own: Tokyo and
 * Osaka, Sydney and Melbourne, Mumbai and Hyderabad. They lie within `apac`
 * (https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_bedrock_alpha/CrossRegionInferenceProfileRegion.html,
 * read 2026-11-28).
 */
export const geographiesOf = (place: string): readonly string[] => {
  const known = byRegion.get(place);
  if (known !== undefined) return known;
  for (const [start, geographies] of byStart) {
    if (place.startsWith(start)) return geographies;
  }
  return none;
};

const none: readonly string[] = [];
const byRegion: ReadonlyMap<string, readonly string[]> = new Map([
  ["ap-northeast-1", ["jp", "apac"]],
  ["ap-northeast-3", ["jp", "apac"]],
  ["ap-southeast-2", ["au", "apac"]],
  ["ap-southeast-4", ["au", "apac"]],
  ["ap-south-1", ["in", "apac"]],
  ["ap-south-2", ["in", "apac"]],
  ["jp", ["apac"]],
  ["au", ["apac"]],
  ["in", ["apac"]],
]);
const byStart: readonly (readonly [string, readonly string[]])[] = [
  ["us-gov-", ["us-gov"]],
  ["us-", ["us"]],
  ["eu-", ["eu"]],
  ["ap-", ["apac"]],
  ["ca-", ["ca"]],
  ["sa-", ["sa"]],
];
