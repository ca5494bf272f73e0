import type { SpendCategory } from "@headgate/contract";
import { describe, expect, test } from "vitest";
import { awsFacts } from "./aws-facts.ts";
import { azureFacts } from "./azure-facts.ts";
import type { LineFacts, LineSubject } from "./line-facts.ts";
import { sellerFacts } from "./seller-facts.ts";

const nothing: LineSubject = {
  services: [],
  given: [],
  meter: undefined,
  description: undefined,
  isUsage: true,
  quantity: undefined,
  unit: undefined,
  cost: "1",
  currency: "USD",
  atMs: Date.UTC(2026, 10, 3),
};

type Case = readonly [service: string, meter: string, category: SpendCategory, given?: string];
/** Of one length, as tables of tests are typed. */
const whole = ([service, meter, category, given = ""]: Case) =>
  [service, meter, category, given] as const;
const by =
  (read: (subject: LineSubject) => LineFacts) =>
  (service: string, meter: string, given: string): SpendCategory =>
    read({ ...nothing, services: [service], meter, given: [given] }).spending.category;

describe("what AWS bills", () => {
  const cases: readonly Case[] = [
    ["AmazonBedrock", "USE1-NovaPro-input-tokens", "inference"],
    ["AmazonBedrock", "USE1-TitanEmbeddingV2-Text-input-tokens", "data_processing"],
    ["AmazonBedrock", "USE1-Guardrail-ContentPolicyUnitsConsumed", "other_ai"],
    ["AmazonBedrock", "USE1-NovaPro-Customization-Training", "accelerators_training"],
    ["AmazonBedrock", "USE1-NovaPro-Customization-Storage", "storage"],
    ["AmazonBedrockAgentCore", "USE1-AgentCore-Runtime-vCPU", "other_ai"],
    ["AmazonSageMaker", "USE1-Host:ml.g5.2xlarge", "accelerators_serving"],
    ["AmazonSageMaker", "USE1-AsyncInf:ml.inf2.xlarge", "accelerators_serving"],
    ["AmazonSageMaker", "USE1-Tsform:ml.p3.2xlarge", "accelerators_serving"],
    ["AmazonSageMaker", "USE1-Train:ml.p4d.24xlarge", "accelerators_training"],
    ["AmazonSageMaker", "USE1-TrSpt:ml.trn1.32xlarge", "accelerators_training"],
    ["AmazonSageMaker", "USE1-Cluster:ml.p5en.48xlarge", "accelerators_training"],
    ["AmazonSageMaker", "USE1-Notebk:ml.g5.xlarge", "other_ai"],
    ["AmazonSageMaker", "USE1-Host:ml.m5.xlarge", "other_ai"],
    ["AmazonSageMaker", "USE1-Host:VolumeUsage.gp2", "storage"],
    ["AmazonSageMaker", "USE1-Processing:ml.m5.xlarge", "data_processing"],
    ["AmazonEC2", "USE1-BoxUsage:g6e.12xlarge", "accelerators_serving"],
    ["AmazonEC2", "USE1-BoxUsage:p6-b200.48xlarge", "accelerators_training", "pre-training"],
    ["AmazonEC2", "USE1-SpotUsage:trn2.48xlarge", "accelerators_training"],
    ["AmazonEC2", "USE1-SpotUsage:inf2.xlarge", "accelerators_serving", "training"],
    ["AmazonEC2", "USE1-UnusedBox:p5e.48xlarge", "accelerators_serving"],
    ["AmazonEC2", "USE1-BoxUsage:m7g.large", "not_ai"],
    ["AmazonEC2", "USE1-EBSOptimized:g5.2xlarge", "not_ai"],
    ["AmazonEC2", "USE1-EBS:VolumeUsage.gp3", "not_ai"],
    ["AmazonS3Vectors S3 Vectors", "USE1-Requests", "data_processing"],
    ["AmazonKendra", "USE1-KendraEnterpriseEdition", "data_processing"],
    ["AmazonRekognition", "USE1-ImagesProcessed", "other_ai"],
    ["AWS Constructed AI Thing", "x", "other_ai"],
    ["AmazonS3", "TimedStorage-ByteHrs", "not_ai"],
    ["Amazon Email", "x", "not_ai"],
  ];
  test.each(cases.map(whole))("%s %s is %s", (service, meter, category, given) =>
    expect(by(awsFacts)(service, meter, given)).toBe(category),
  );
});

describe("what Azure bills", () => {
  const cases: readonly Case[] = [
    ["Azure OpenAI", "GPT 5 Inpt Glbl 1M Tokens", "inference"],
    ["Azure OpenAI", "text-embedding-3-large-regional Tokens", "data_processing"],
    ["Azure OpenAI", "Provisioned Managed Regional Unit", "inference"],
    ["Azure OpenAI", "gpt-4.1 ft training regnl Tokens", "accelerators_training"],
    ["Foundry Models", "Llama 3.3 70B Inp glbl Tokens", "inference"],
    ["Azure AI Search", "Standard S1 Search Unit", "data_processing"],
    ["Virtual Machines", "ND96isr H100 v5", "accelerators_serving"],
    ["Virtual Machines", "NC24ads A100 v4", "accelerators_training", "fine-tune"],
    ["Virtual Machines", "D4s v5", "not_ai"],
    ["Azure Machine Learning", "vCPU surcharge", "other_ai"],
    ["Cognitive Services", "S1 Text Records", "other_ai"],
    ["Storage", "Hot LRS Data Stored", "not_ai"],
  ];
  test.each(cases.map(whole))("%s %s is %s", (service, meter, category, given) =>
    expect(by(azureFacts)(service, meter, given)).toBe(category),
  );
});

describe("what others bill", () => {
  const cases: readonly Case[] = [
    ["Google Cloud Vertex AI", "Gemini 2.5 Flash Text Input - Predictions", "inference"],
    ["Google Cloud Vertex AI", "Custom model training in Americas", "accelerators_training"],
    ["Google Cloud Vertex AI", "Vector Search Index Serving", "data_processing"],
    [
      "Google Cloud Compute Engine",
      "Nvidia L4 GPU attached to VMs in Iowa",
      "accelerators_serving",
    ],
    ["Google Cloud Compute Engine", "N2 Instance Core in Iowa", "not_ai"],
    ["OpenAI", "gpt-5, output_tokens", "inference"],
    ["CoreWeave", "H100 hours", "accelerators_serving"],
    ["Pinecone", "read units", "data_processing"],
    ["Constructed Mail", "said nothing about maintenance", "not_ai"],
  ];
  test.each(cases.map(whole))("%s %s is %s", (service, meter, category, given) =>
    expect(by(sellerFacts)(service, meter, given)).toBe(category),
  );

  test.each([
    ["ft:gpt-4o-mini-2024-07-18:acme::abc, input", "ft:gpt-4o-mini-2024-07-18:acme::abc"],
    ["ft:gpt-4o-mini-2024-07-18:acme::abc: input", "ft:gpt-4o-mini-2024-07-18:acme::abc"],
    ["gpt-5-nano: input tokens", "gpt-5-nano"],
  ])("the name of the model in '%s' is whole", (meter, name) => {
    const { facts } = sellerFacts({ ...nothing, services: ["OpenAI"], meter });

    expect(facts).toMatchObject({ billed_model: name, component: "input" });
  });

  test("says the model and direction where it is a seller of models", () => {
    const { facts } = sellerFacts({
      ...nothing,
      services: ["Google Cloud", "Vertex AI"],
      meter: "Gemini 2.5 Flash Text Input - Predictions",
      quantity: "10",
      unit: "1M tokens",
      cost: "3",
    });
    expect(facts).toEqual({
      provider: "vertex",
      billed_model: "Gemini 2.5 Flash",
      model: "gemini-2.5-flash",
      component: "input",
      component_quantity: "10000000",
    });
  });
});
