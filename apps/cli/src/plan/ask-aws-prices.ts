import { type Filter, GetProductsCommand, PricingClient } from "@aws-sdk/client-pricing";
import { HeadgateError } from "@headgate/contract";
import { boundedRequests } from "./bounded-requests.ts";

/** A product has few offers: more pages are not what was asked for. */
const MOST_PAGES = 5;

export type AwsPricesAsked = Readonly<{
  skus: readonly string[];
  region: string;
  /** Where AWS's price list is; its own address unless said. */
  endpoint?: string | undefined;
  progress: (done: number) => void;
}>;

/**
 * Asks AWS's price list for hours of machines: of EC2 Linux, shared, without licences; of SageMaker (`ml.`) those of endpoints. It reads alone, with the credentials that AWS's
 * SDK finds (`pricing:GetProducts`). Each answer is a product as a JSON text.
 * @throws HeadgateError `pull_refused` or `pull_unreachable`
 */
export async function askAwsPrices({
  skus,
  region,
  endpoint,
  progress,
}: AwsPricesAsked): Promise<readonly string[]> {
  // The price list of all regions is served in this one.
  const client = new PricingClient({
    region: "us-east-1",
    maxAttempts: 3,
    requestHandler: boundedRequests(),
    ...(endpoint !== undefined && { endpoint }),
  });
  const products: string[] = [];
  try {
    for (const [index, sku] of skus.entries()) {
      let token: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { PriceList = [], NextToken } = await client.send(
          new GetProductsCommand({
            ...productsOf(sku, region),
            MaxResults: 100,
            NextToken: token,
          }),
        );
        products.push(...PriceList.map(String));
        token = NextToken;
        if (token === undefined) break;
      }
      progress(index + 1);
    }
  } catch (error) {
    throw awsFailure(error);
  } finally {
    client.destroy();
  }
  return products;
}

/**
 * EC2's fields are those of https://www.pulumi.com/registry/packages/aws/api-docs/pricing/getproduct, SageMaker's those of its
 * offer file (https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonSageMaker/current/index.json), as public programs
 * read them; both read 2026-11-29.
 */
const productsOf = (sku: string, region: string) =>
  sku.startsWith("ml.")
    ? {
        ServiceCode: "AmazonSageMaker",
        Filters: filtersOf({ instanceName: sku, regionCode: region, component: "Hosting" }),
      }
    : {
        ServiceCode: "AmazonEC2",
        Filters: filtersOf({
          instanceType: sku,
          regionCode: region,
          operatingSystem: "Linux",
          tenancy: "Shared",
          preInstalledSw: "NA",
          capacitystatus: "Used",
        }),
      };

const filtersOf = (fields: Readonly<Record<string, string>>): Filter[] =>
  Object.entries(fields).map(([Field, Value]) => ({ Type: "TERM_MATCH", Field, Value }));

function awsFailure(error: unknown): HeadgateError {
  const name = error instanceof Error ? error.name : String(error);
  const message = error instanceof Error ? error.message : "";
  const isRefused =
    /Credentials|AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature/.test(name);
  return new HeadgateError(
    isRefused ? "pull_refused" : "pull_unreachable",
    isRefused
      ? `AWS's price list: ${name}. It needs credentials that may call pricing:GetProducts.`
      : `AWS's price list: ${name}: ${message}`,
    {},
    { cause: error },
  );
}
