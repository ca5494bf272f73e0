/**
 * The geographies that a region may be priced under, nearest first, from the beginning of its name as AWS
 * writes regions; providers that name regions otherwise (`swedencentral`, `europe-west4`) get none and
 * need a price for the region itself or for any. `jp` and `au` are geographies of their own in Bedrock's
 * inference profiles (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html,
 * read 2026-11-25).
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
  ["jp", ["apac"]],
  ["au", ["apac"]],
]);
const byStart: readonly (readonly [string, readonly string[]])[] = [
  ["us-gov-", ["us-gov"]],
  ["us-", ["us"]],
  ["eu-", ["eu"]],
  ["ap-", ["apac"]],
  ["ca-", ["ca"]],
  ["sa-", ["sa"]],
];
