import { azureAccelerator, googleAccelerator } from "./accelerators.ts";
import type { AzureMeter } from "./azure-meter.ts";
import {
  acceleratorSpending,
  type BilledService,
  ruledSpending,
  type Spending,
  type SpendRule,
} from "./spend-rule.ts";

const AZURE_RULES: readonly SpendRule[] = [
  {
    service: /azure ai search|azure cognitive search/i,
    category: "data_processing",
    why: "search and vectors for models",
  },
  {
    service: /document intelligence|form recognizer/i,
    category: "data_processing",
    why: "reading of documents",
  },
];

/** Azure's virtual machines and the scale sets and learning clusters that are billed as such. */
const AZURE_COMPUTE = /virtual machines|microsoft\.compute|azure machine learning/i;

/** What a line of Azure's bill went to. `meter` is the meter's reading where it is a model's. */
export function azureSpending(
  billed: BilledService,
  meter: AzureMeter | undefined,
): Spending | undefined {
  if (meter !== undefined) return meterSpending(meter);
  if (AZURE_COMPUTE.test(billed.service)) {
    const family = azureAccelerator(billed.detail);
    if (family !== undefined) return acceleratorSpending(family, billed.given);
  }
  return ruledSpending(AZURE_RULES, billed);
}

function meterSpending({ kind, model }: AzureMeter): Spending {
  switch (kind) {
    case "tokens":
      return /embed|rerank/i.test(model ?? "")
        ? { category: "data_processing", why: "embeddings or reranking" }
        : { category: "inference", why: "tokens of a model on Azure" };
    case "provisioned":
      return { category: "inference", why: "provisioned throughput units" };
    case "training":
      return { category: "accelerators_training", why: "fine-tuning of a model" };
    case "hosting":
      return { category: "inference", why: "hosting of a fine-tuned model" };
    case "image":
    case "video":
    case "audio":
      return { category: "inference", why: "images, video or speech of a model on Azure" };
    case "other":
      return { category: "other_ai", why: "what Azure OpenAI bills beside its models" };
    default:
      return kind satisfies never;
  }
}

const GOOGLE_RULES: readonly SpendRule[] = [
  {
    service: /vertex ai|gemini api|generative language/i,
    detail: /vector search|embedding|\brag\b/i,
    category: "data_processing",
    why: "embeddings and vectors",
  },
  {
    service: /vertex ai/i,
    detail: /\btraining\b|\btuning\b/i,
    category: "accelerators_training",
    why: "training on Vertex AI",
  },
  {
    service: /vertex ai|gemini api|generative language/i,
    detail: /gemini|claude|llama|mistral|imagen|veo\b|token|character/i,
    category: "inference",
    why: "calls to models on Google's clouds",
  },
  {
    service: /discovery engine|vertex ai search/i,
    category: "data_processing",
    why: "retrieval for models",
  },
];

/** What a line of Google's bill went to. */
export function googleSpending(billed: BilledService): Spending | undefined {
  const ruled = ruledSpending(GOOGLE_RULES, billed);
  if (ruled !== undefined) return ruled;
  if (/compute engine|vertex ai|kubernetes engine|cloud tpu/i.test(billed.service)) {
    const family = googleAccelerator(billed.detail);
    if (family !== undefined) return acceleratorSpending(family, billed.given);
  }
  return undefined;
}

/** Companies that sell models by the call, and clouds that sell nothing but GPUs. */
const SELLER_RULES: readonly SpendRule[] = [
  {
    service:
      /\b(?:openai|anthropic|mistral ai|cohere|deepseek|xai|groq|together ai|fireworks ai|perplexity|openrouter|cerebras)\b/i,
    category: "inference",
    why: "its seller sells calls to models",
  },
  {
    service: /\b(?:coreweave|lambda labs|runpod|crusoe|nebius)\b/i,
    category: "accelerators_serving",
    why: "its seller rents GPUs; the bill does not tell training from serving",
  },
  {
    service: /\b(?:pinecone|weaviate|qdrant|zilliz)\b/i,
    category: "data_processing",
    why: "a vector store",
  },
];

const SAYS_AI =
  /\b(?:AI|artificial intelligence|machine learning|generative|LLM|cognitive services)\b/i;

/** For what no table knows: AI only where the bill's own words say so. */
export function otherSpending(billed: BilledService, focusCategory: string | undefined): Spending {
  const sold = ruledSpending(SELLER_RULES, billed);
  if (sold !== undefined) return sold;
  if (/^ai and machine learning$/i.test(focusCategory ?? "")) {
    return { category: "other_ai", why: "its ServiceCategory is AI and Machine Learning" };
  }
  if (SAYS_AI.test(billed.service)) {
    return { category: "other_ai", why: "its service's name says AI" };
  }
  return { category: "not_ai", why: "nothing on the bill says AI" };
}
