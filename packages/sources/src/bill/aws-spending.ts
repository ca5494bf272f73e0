import { awsAccelerator } from "./accelerators.ts";
import type { BedrockUsageType } from "./bedrock-usage-type.ts";
import {
  acceleratorSpending,
  type BilledService,
  ruledSpending,
  type Spending,
  type SpendRule,
} from "./spend-rule.ts";

const MACHINE_LEARNING_RULES: readonly SpendRule[] = [
  {
    service: /sagemaker/i,
    detail: /volumeusage|storage/i,
    category: "storage",
    why: "disks of SageMaker",
  },
  {
    service: /sagemaker/i,
    detail: /(?:^|[-:])(?:processing|featurestore|datawrangler)/i,
    category: "data_processing",
    why: "SageMaker's processing jobs prepare data",
  },
];

/** Services that are for AI work, whichever machine they use. */
const SERVICE_RULES: readonly SpendRule[] = [
  { service: /s3 ?vectors/i, category: "data_processing", why: "a vector store" },
  { service: /kendra/i, category: "data_processing", why: "retrieval for models" },
  {
    service: /\bamazon ?q\b|AmazonQ(?!uick)/i,
    category: "other_ai",
    why: "an assistant by the seat",
  },
  {
    service:
      /comprehend|rekognition|textract|transcribe|polly|AmazonLex|amazon lex|personalize|AmazonTranslate|amazon translate|AWSDeepRacer|lookoutmetrics|frauddetector|healthlake|augmentedai|panorama/i,
    category: "other_ai",
    why: "an AI service with models of its own",
  },
];

const COMPUTE = /AmazonEC2|elastic compute cloud|amazon ec2/i;
/** Beside a machine's name these are about something else than the machine. */
const NOT_THE_MACHINE = /ebsoptimized|datatransfer|cpucredits|in-bytes|out-bytes/i;

/** What a line of AWS's bill went to. `bedrock` is the usage type's reading where the line is Bedrock's. */
export function awsSpending(
  billed: BilledService,
  bedrock: BedrockUsageType | undefined,
  model: string | undefined,
): Spending | undefined {
  if (bedrock !== undefined) return bedrockSpending(bedrock, model);
  if (/sagemaker|machinelearningsavingsplans/i.test(billed.service)) {
    return ruledSpending(MACHINE_LEARNING_RULES, billed) ?? sageMakerSpending(billed);
  }
  if (COMPUTE.test(billed.service) && !NOT_THE_MACHINE.test(billed.detail)) {
    const family = awsAccelerator(billed.detail);
    if (family !== undefined) return acceleratorSpending(family, billed.given);
  }
  return ruledSpending(SERVICE_RULES, billed);
}

function sageMakerSpending({ detail }: BilledService): Spending {
  const family = awsAccelerator(detail);
  if (family === undefined) {
    return { category: "other_ai", why: "SageMaker on machines without an accelerator" };
  }
  if (/(?:^|[-:])(?:train|trspt|cluster)/i.test(detail)) {
    return { category: "accelerators_training", why: `SageMaker trains on ${family.accelerator}` };
  }
  if (/(?:^|[-:])(?:host|asyncinf|tsform)/i.test(detail)) {
    return { category: "accelerators_serving", why: `SageMaker serves on ${family.accelerator}` };
  }
  return { category: "other_ai", why: "a notebook or another tool of SageMaker" };
}

/** Embeddings and rerankers prepare and find data; the rest of a model's tokens is inference. */
const DATA_MODEL = /embed|rerank|marengo/i;

function bedrockSpending({ kind, model }: BedrockUsageType, named = ""): Spending {
  switch (kind) {
    case "tokens":
    case "image":
    case "video":
    case "other":
      return DATA_MODEL.test(`${model ?? ""} ${named}`)
        ? { category: "data_processing", why: "embeddings or reranking" }
        : { category: "inference", why: "calls to models on Bedrock" };
    case "provisioned":
      return { category: "inference", why: "throughput of models on Bedrock, bought in advance" };
    case "reserved":
      return { category: "inference", why: "tokens a minute of a model, reserved" };
    case "customisation":
      return { category: "accelerators_training", why: "training of a model, billed by the token" };
    case "model_storage":
      return { category: "storage", why: "keeping of a customised model" };
    case "rerank":
    case "data_automation":
    case "knowledge_base":
      return { category: "data_processing", why: "retrieval and documents for models" };
    case "guardrail":
    case "evaluation":
    case "flows":
    case "prompt_routing":
    case "agentcore":
      return { category: "other_ai", why: "what Bedrock bills beside its models" };
    default:
      return kind satisfies never;
  }
}
