import { readOfferingRates, readSpotHistory } from "@headgate/planner";
import { expect, test } from "vitest";
import { askOfferingRates } from "./ask-offering-rates.ts";
import { askSpotHistory } from "./ask-spot-history.ts";
import { awsStandIn } from "./aws-stand-in.fixture.ts";

const aws = awsStandIn();

/** Constructed, in the shape of AWS's answer. */
const rate = (planType: string, paymentOption: string, years: number, price: string) => ({
  savingsPlanOffering: {
    offeringId: "constructed",
    paymentOption,
    planType,
    durationSeconds: years * 31_536_000,
    currency: "USD",
  },
  rate: price,
  unit: "Hrs",
  productType: "EC2",
  serviceCode: "AmazonEC2",
  usageType: "EUC1-BoxUsage:g5.xlarge",
  operation: "RunInstances",
  properties: [
    { name: "region", value: "eu-central-1" },
    { name: "instanceFamily", value: "g5" },
  ],
});

test("rates of savings plans are asked for page by page, signed for their service, by kind, term and payment", async () => {
  aws.answers(({ body }) => ({
    body: JSON.stringify(
      JSON.parse(body).nextToken === undefined
        ? { searchResults: [rate("Compute", "No Upfront", 1, "0.9100000000")], nextToken: "more" }
        : {
            searchResults: [
              rate("EC2Instance", "All Upfront", 3, "0.5"),
              rate("EC2Instance", "No Upfront", 5, "0.4"),
              { ...rate("Compute", "No Upfront", 1, "1"), operation: "RunInstances:0002" },
            ],
            nextToken: "",
          },
    ),
  }));
  const found = await askOfferingRates({
    skus: ["g5.xlarge"],
    region: "eu-central-1",
    endpoint: aws.endpoint(),
  });

  const { rows, refused } = readOfferingRates(found);
  expect(
    rows.map(({ sku, region, term, payment, dollarsPerHour }) => [
      sku,
      region,
      term,
      payment,
      dollarsPerHour,
    ]),
  ).toEqual([
    ["g5.xlarge", "eu-central-1", "savings_plan_1y", "no_upfront", "0.91"],
    ["g5.xlarge", "eu-central-1", "ec2_savings_plan_3y", "all_upfront", "0.5"],
  ]);
  expect(refused).toHaveLength(1);
  expect(aws.asked().map(({ path }) => path)).toEqual([
    "/DescribeSavingsPlansOfferingRates",
    "/DescribeSavingsPlansOfferingRates",
  ]);
  expect(aws.asked()[0]?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=constructed\/\d{8}\/us-east-1\/savingsplans\/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}$/,
  );
  expect(JSON.parse(aws.asked()[0]?.body ?? "")).toMatchObject({
    savingsPlanTypes: ["Compute", "EC2Instance"],
    filters: expect.arrayContaining([{ name: "instanceType", values: ["g5.xlarge"] }]),
  });
});

test("of endpoints a region's rates are asked for, and those of the named machines are kept", async () => {
  const hour = (usageType: string) => ({
    ...rate("SageMaker", "No Upfront", 1, "0.9"),
    ...{ serviceCode: "AmazonSageMaker", operation: "RunInstance", usageType },
  });
  aws.answers(() => ({
    body: JSON.stringify({
      searchResults: [
        hour("EUC1-Host:ml.g5.xlarge"),
        hour("EUC1-Host:ml.g5.2xlarge"),
        hour("EUC1-Notebk:ml.g5.xlarge"),
      ],
    }),
  }));
  const found = await askOfferingRates({
    skus: ["ml.g5.xlarge"],
    region: "eu-central-1",
    endpoint: aws.endpoint(),
  });

  expect(readOfferingRates(found).rows).toMatchObject([
    { provider: "sagemaker", sku: "ml.g5.xlarge", term: "savings_plan_1y" },
  ]);
  expect(found).toHaveLength(1);
});

const item = (zone: string, price: string, timestamp = "2026-11-29T10:00:00.000Z") =>
  `<item><instanceType>g5.xlarge</instanceType><productDescription>Linux/UNIX</productDescription><spotPrice>${price}</spotPrice><timestamp>${timestamp}</timestamp><availabilityZone>${zone}</availabilityZone></item>`;

test("spot is asked for zone by zone, and the dearest zone's latest price counts", async () => {
  aws.answers(() => ({
    body: `<?xml version="1.0"?><DescribeSpotPriceHistoryResponse><spotPriceHistorySet>${item("us-east-1a", "0.400000")}${item("us-east-1b", "0.520000")}${item("us-east-1b", "0.900000", "2026-11-20T10:00:00.000Z")}</spotPriceHistorySet><nextToken/></DescribeSpotPriceHistoryResponse>`,
  }));
  const points = await askSpotHistory({
    skus: ["g5.xlarge", "ml.g5.xlarge"],
    region: "us-east-1",
    endpoint: aws.endpoint(),
    nowMs: Date.parse("2026-11-29T12:00:00Z"),
  });

  expect(readSpotHistory(points, "us-east-1").rows).toEqual([
    {
      at: "us-east-1b",
      provider: "aws",
      sku: "g5.xlarge",
      region: "us-east-1",
      term: "spot",
      dollarsPerHour: "0.52",
    },
  ]);
  const form = new URLSearchParams(aws.asked()[0]?.body);
  expect([form.get("Action"), form.get("InstanceType.1"), form.get("InstanceType.2")]).toEqual([
    "DescribeSpotPriceHistory",
    "g5.xlarge",
    null,
  ]);
});

test("what AWS refuses says what right is missing, and what is no answer is told", async () => {
  aws.answers(() => ({ status: 403, body: "<Response/>" }));
  const refusedSpot = askSpotHistory({
    skus: ["g5.xlarge"],
    region: "us-east-1",
    endpoint: aws.endpoint(),
    nowMs: 0,
  });
  await expect(refusedSpot).rejects.toThrow("ec2:DescribeSpotPriceHistory");
  const refusedPlans = askOfferingRates({
    skus: ["ml.g5.xlarge"],
    region: "us-east-1",
    endpoint: aws.endpoint(),
  });
  await expect(refusedPlans).rejects.toThrow("savingsplans:DescribeSavingsPlansOfferingRates");

  aws.answers(() => ({ body: "not json" }));
  const broken = askOfferingRates({
    skus: ["g5.xlarge"],
    region: "us-east-1",
    endpoint: aws.endpoint(),
  });
  await expect(broken).rejects.toThrow("no page of rates");
});
