import { HeadgateError } from "@headgate/contract";
import type { SpotPricePoint } from "@headgate/planner";
import { signedAws } from "./signed-aws.ts";

const MOST_PAGES = 50;
const MOST_NAMES = 100;

/**
 * Asks EC2 what spot costs in each zone of a region now: Linux alone. It reads alone (`ec2:DescribeSpotPriceHistory`). With the
 * same moment for start and end AWS answers the price that holds then.
 * @throws HeadgateError `pull_refused` or `pull_unreachable`
 */
export async function askSpotHistory({
  skus,
  region,
  endpoint = `https://ec2.${region}.amazonaws.com`,
  nowMs,
}: Readonly<{
  skus: readonly string[];
  region: string;
  /** Where the service is; the region's own address unless said. */
  endpoint?: string | undefined;
  nowMs: number;
}>): Promise<readonly SpotPricePoint[]> {
  const found: SpotPricePoint[] = [];
  const machines = skus.filter((sku) => !sku.startsWith("ml."));
  for (let first = 0; first < machines.length; first += MOST_NAMES) {
    const names = machines.slice(first, first + MOST_NAMES);
    found.push(...(await pagesOf({ names, region, endpoint, nowMs })));
  }
  return found;
}

async function pagesOf({
  names,
  region,
  endpoint,
  nowMs,
}: Readonly<{
  names: readonly string[];
  region: string;
  endpoint: string;
  nowMs: number;
}>): Promise<readonly SpotPricePoint[]> {
  const found: SpotPricePoint[] = [];
  const at = new Date(nowMs).toISOString();
  let token = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const form = new URLSearchParams({
      Action: "DescribeSpotPriceHistory",
      Version: "2016-11-15",
      StartTime: at,
      EndTime: at,
      MaxResults: "1000",
      "ProductDescription.1": "Linux/UNIX",
      ...Object.fromEntries(names.map((name, index) => [`InstanceType.${index + 1}`, name])),
      ...(token !== "" && { NextToken: token }),
    });
    const text = await signedAws({
      service: "ec2",
      permission: "ec2:DescribeSpotPriceHistory",
      region,
      url: new URL("/", endpoint).href,
      contentType: "application/x-www-form-urlencoded; charset=utf-8",
      body: form.toString(),
    });
    if (!text.includes("<spotPriceHistorySet"))
      throw new HeadgateError(
        "pull_unreachable",
        "AWS (ec2): its answer is no history of spot prices.",
      );
    for (const [, item = ""] of text.matchAll(/<item>([\s\S]*?)<\/item>/g))
      found.push(pointOf(item));
    token = leaf(text, "nextToken");
    if (token === "") return found;
  }
  throw new HeadgateError(
    "pull_unreachable",
    `AWS (ec2): more than ${MOST_PAGES} pages. Name fewer machines with --machine.`,
  );
}

const pointOf = (item: string): SpotPricePoint => ({
  instanceType: leaf(item, "instanceType"),
  availabilityZone: leaf(item, "availabilityZone"),
  timestamp: leaf(item, "timestamp"),
  spotPrice: leaf(item, "spotPrice"),
});

/** The text of an element without children; EC2's answers of prices have no others, and no attributes. */
const leaf = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
