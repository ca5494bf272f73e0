import { HeadgateError } from "@headgate/contract";
import { z } from "zod";
import { signedAws } from "./signed-aws.ts";

/** A page has a thousand rates, a machine some dozens: more is not what was asked for. */
const MOST_PAGES = 50;
const PAGE = 1_000;
/** Machines that are named in one question. */
const MOST_NAMES = 50;

const pageSchema = z.looseObject({
  searchResults: z.array(z.unknown()),
  nextToken: z.string().nullish(),
});

/**
 * Asks AWS for the rates of savings plans: of EC2's machines Compute's and EC2's own, of endpoints SageMaker's; all terms and
 * payments. It reads alone (`savingsplans:DescribeSavingsPlansOfferingRates`).
 * @throws HeadgateError `pull_refused` or `pull_unreachable`
 */
export async function askOfferingRates({
  skus,
  region,
  endpoint = "https://savingsplans.amazonaws.com",
}: Readonly<{
  skus: readonly string[];
  region: string;
  /** Where the service is; its own address unless said. */
  endpoint?: string | undefined;
}>): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const ofMachines = skus.filter((sku) => !sku.startsWith("ml."));
  for (let first = 0; first < ofMachines.length; first += MOST_NAMES) {
    const names = ofMachines.slice(first, first + MOST_NAMES);
    found.push(...(await pagesOf(endpoint, machinesAsk(names, region))));
  }
  const ofEndpoints = skus.filter((sku) => sku.startsWith("ml."));
  if (ofEndpoints.length > 0) {
    const rates = await pagesOf(endpoint, endpointsAsk(region));
    found.push(...rates.filter((rate) => ofEndpoints.some((sku) => isHourOf(sku, rate))));
  }
  return found;
}

const machinesAsk = (skus: readonly string[], region: string) => ({
  savingsPlanTypes: ["Compute", "EC2Instance"],
  products: ["EC2"],
  serviceCodes: ["AmazonEC2"],
  operations: ["RunInstances"],
  filters: [
    { name: "region", values: [region] },
    { name: "instanceType", values: [...skus] },
    { name: "productDescription", values: ["Linux/UNIX"] },
    { name: "tenancy", values: ["shared"] },
  ],
});

/** All of a region: under which name its filter knows an endpoint's machine is not documented. */
const endpointsAsk = (region: string) => ({
  savingsPlanTypes: ["SageMaker"],
  products: ["SageMaker"],
  serviceCodes: ["AmazonSageMaker"],
  operations: ["RunInstance"],
  filters: [{ name: "region", values: [region] }],
});

const isHourOf = (sku: string, rate: unknown): boolean =>
  typeof rate === "object" &&
  rate !== null &&
  "usageType" in rate &&
  typeof rate.usageType === "string" &&
  rate.usageType.endsWith(`Host:${sku}`);

async function pagesOf(endpoint: string, ask: object): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const text = await signedAws({
      service: "savingsplans",
      permission: "savingsplans:DescribeSavingsPlansOfferingRates",
      region: "us-east-1",
      url: new URL("/DescribeSavingsPlansOfferingRates", endpoint).href,
      contentType: "application/json",
      body: JSON.stringify({
        ...ask,
        maxResults: PAGE,
        ...(nextToken !== undefined && { nextToken }),
      }),
    });
    const read = pageSchema.safeParse(jsonOf(text));
    if (!read.success)
      throw new HeadgateError(
        "pull_unreachable",
        "AWS (savingsplans): its answer is no page of rates.",
      );
    found.push(...read.data.searchResults);
    if (!read.data.nextToken) return found;
    nextToken = read.data.nextToken;
  }
  throw new HeadgateError(
    "pull_unreachable",
    `AWS (savingsplans): more than ${MOST_PAGES} pages. Name fewer machines with --machine.`,
  );
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
