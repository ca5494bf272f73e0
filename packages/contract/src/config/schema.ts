import { z } from "zod";
import { alarmsSchema } from "./alarms.ts";
import { attributionRulesSchema } from "./attribution-rules.ts";
import { awsAccess, awsRegion } from "./aws-access.ts";
import { batchSchema } from "./batch.ts";
import { bedrockBatchSchema } from "./bedrock-batch.ts";
import { billingCurrencySchema } from "./billing-currency.ts";
import { budgetsSchema, worstCaseSchema } from "./budgets.ts";
import { catalogueSchema } from "./catalogue.ts";
import { configName } from "./config-name.ts";
import { embeddingsSchema } from "./embeddings.ts";
import { historySchema } from "./history.ts";
import { circuitBreakerSchema, limitsSchema, retriesSchema } from "./limits.ts";
import { modelTargetsSchema } from "./model-targets.ts";
import { notifiersSchema } from "./notifiers.ts";
import { overlaysSchema } from "./overlays.ts";
import { plansSchema } from "./plans.ts";
import { cachesSchema, policiesSchema } from "./policies.ts";
import { priceNamesSchema } from "./price-names.ts";
import { promptsSchema } from "./prompt.ts";
import { pullsSchema } from "./pulls.ts";
import { reportsSchema } from "./reports.ts";
import { moveToSchema, storesSchema } from "./stores.ts";
import { unknownPriceSchema } from "./unknown-price.ts";

const milliseconds = z.int().positive();

/** What every provider has, whatever it speaks. */
const provider = z.strictObject({
  base_url: z.url({ protocol: /^https?$/ }).meta({
    description:
      "The only address calls for this provider go to, with /v1 where the provider has it.",
  }),
  api_key: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Usually ${NAME} from the environment." }),
  prices: z.string().optional().meta({
    description: "Whose prices hold for it in the price book; the provider's name unless said.",
  }),
  price_names: priceNamesSchema.optional().meta({
    description:
      "What deployments, inference profiles, endpoints and fine-tunes of yours are priced as.",
  }),
  region: z.string().min(1).optional().meta({
    description: "Where its calls are served, for their price: a region, a geography, or global.",
  }),
  simulated: z
    .boolean()
    .default(false)
    .meta({ description: "True for stand-ins: their money is shown as simulated." }),
  connect_timeout_ms: milliseconds.default(10_000).meta({ description: "To make a connection." }),
  first_byte_timeout_ms: milliseconds
    .default(300_000)
    .meta({ description: "From the end of the request to the first byte of the answer's head." }),
  idle_timeout_ms: milliseconds
    .default(120_000)
    .meta({ description: "Between two pieces of an answer's body." }),
});
const kind = <Kind extends string>(name: Kind, description: string) =>
  z.literal(name).meta({ description });

const bedrock = provider
  .extend({
    kind: kind("bedrock", "Amazon Bedrock's runtime in one region."),
    region: awsRegion,
    base_url: provider.shape.base_url.optional().meta({
      description:
        "The runtime's only address; https://bedrock-runtime.REGION.amazonaws.com unless said.",
    }),
    api_key: provider.shape.api_key.meta({
      description: "A Bedrock API key, sent as a bearer token. Without any, requests are signed.",
    }),
    ...awsAccess,
    batch: bedrockBatchSchema.optional(),
  })
  .refine(
    ({ api_key, batch }) => api_key === undefined || batch === undefined,
    "api_key and batch exclude each other: S3 takes signed requests only",
  )
  .refine(
    ({ api_key, aws_credentials, aws_profile }) =>
      [api_key, aws_credentials, aws_profile].filter((one) => one !== undefined).length <= 1,
    "api_key, aws_credentials and aws_profile exclude each other",
  )
  .transform(({ base_url, ...config }) => ({
    ...config,
    base_url: base_url ?? `https://bedrock-runtime.${config.region}.amazonaws.com`,
  }));

const project = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9:-]|\.(?!\.))*$/, "expected the id of a Google Cloud project");
const location = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "expected a location such as europe-west1 or global");
const accessToken = z.string().min(1).optional();

/**
 * Hosts, those of the multi-regions too, as Google's own client has them
 * (https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 */
function vertexAddress(location: string): string {
  if (location === "global") return "https://aiplatform.googleapis.com";
  if (location === "us" || location === "eu") {
    return `https://aiplatform.${location}.rep.googleapis.com`;
  }
  return `https://${location}-aiplatform.googleapis.com`;
}

const gemini = provider.extend({
  kind: kind("gemini", "Google's Gemini API."),
  base_url: provider.shape.base_url
    .default("https://generativelanguage.googleapis.com")
    .meta({ description: "Without the version; Google's own address unless said." }),
});

const vertex = provider
  .extend({
    kind: kind("vertex", "Google's Vertex AI: Gemini and Claude in one project and location."),
    project: project.meta({ description: "The Google Cloud project that pays." }),
    location: location.meta({ description: "A region such as europe-west1, or global." }),
    base_url: provider.shape.base_url.optional().meta({
      description: "https://LOCATION-aiplatform.googleapis.com unless said.",
    }),
    api_key: provider.shape.api_key.meta({
      description: "An API key of the project, where Vertex takes one.",
    }),
    access_token: accessToken.meta({
      description:
        "A fixed access token. Without it and the two others, the machine's own is used.",
    }),
    credentials_file: z.string().min(1).optional().meta({
      description:
        "A service account's or a federation's JSON file; the machine's default credentials unless said.",
    }),
  })
  .refine(
    ({ api_key, access_token, credentials_file }) =>
      [api_key, access_token, credentials_file].filter((one) => one !== undefined).length <= 1,
    "api_key, access_token and credentials_file exclude each other",
  )
  .transform(({ base_url, ...config }) => ({
    ...config,
    base_url: base_url ?? vertexAddress(config.location),
  }));

const azureOpenai = provider
  .extend({
    kind: kind("azure-openai", "OpenAI's models in a resource of Azure."),
    base_url: provider.shape.base_url.meta({
      description: "The resource's address, https://NAME.openai.azure.com, without a path.",
    }),
    api_key: provider.shape.api_key.meta({ description: "The resource's key, sent as api-key." }),
    access_token: accessToken.meta({
      description: "A token of Microsoft Entra ID, sent as a bearer token, instead of the key.",
    }),
    api_version: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/, "expected a version such as 2024-10-21")
      .optional()
      .meta({
        description:
          "Calls under /v1 go to /openai/deployments/… with this version; to /openai/v1/… without one.",
      }),
    deployments: z
      .record(z.string().regex(/^[\w.-]+$/), z.string().min(1))
      .default({})
      .meta({
        description:
          "The model that each deployment serves; deployments named as their model need no line.",
      }),
  })
  .refine(
    ({ api_key, access_token }) => api_key === undefined || access_token === undefined,
    "api_key and access_token exclude each other",
  );

export const providerConfigSchema = z.discriminatedUnion("kind", [
  provider.extend({ kind: kind("openai", "OpenAI's own API.") }),
  provider.extend({ kind: kind("anthropic", "Anthropic's own API.") }),
  provider.extend({
    kind: kind("openai-compatible", "Anyone else who speaks OpenAI's formats."),
    stream_usage: z.enum(["asked", "unasked"]).optional().meta({
      description:
        "asked: chat streams are asked to state their usage, as OpenAI's must be; unasked: they do so by themselves, and may refuse to be asked. What is known of the provider unless said, else asked.",
    }),
    batches: z.enum(["openai", "none"]).optional().meta({
      description:
        "openai: it has files and batches as OpenAI has them. What is known of the provider unless said, else none.",
    }),
  }),
  bedrock,
  gemini,
  vertex,
  azureOpenai,
]);
export type ProviderConfig = z.infer<typeof providerConfigSchema>;
/** The families of wire formats that a provider can speak. */
export type ProviderKind = ProviderConfig["kind"];

export const configSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1").meta({
        description: "The address to listen on; anything but loopback needs admin_key.",
      }),
      port: z.int().min(0).max(65_535).default(4100).meta({
        description: "One port for clients, console and API.",
      }),
    })
    .prefault({}),
  admin_key: z.string().min(16).optional().meta({
    description: "Needed for the console and the management API where the host is not loopback.",
  }),
  history_salt: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits: openssl rand -hex 32")
    .optional()
    .meta({
      description:
        "A secret that digests of requests are keyed with. On several nodes the same, so that what came again is seen whichever node took it; each makes its own unless said.",
    }),
  console_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "Where people reach the console, for links in messages; http://HOST:PORT of listen unless said.",
    }),
  providers: z.record(configName, providerConfigSchema).default({}),
  models: z.record(z.string().min(1), modelTargetsSchema).default({}).meta({
    description:
      "Model names of your own: each leads to one target and its fallbacks, in order, or to deployments over which its calls are spread.",
  }),
  catalogue: catalogueSchema.meta({
    description:
      "What you know of models better than the catalogue, by provider/model: limits, abilities, tier.",
  }),
  policies: policiesSchema.meta({
    description: "Which levers act on which traffic: the first policy that fits a call holds.",
  }),
  prompts: promptsSchema.meta({
    description:
      "Shorter system prompts that you approved, each sent in place of the one it was made from.",
  }),
  history: historySchema.meta({
    description: "What is kept of calls beside what they used and cost.",
  }),
  caches: cachesSchema.meta({ description: "How much the gateway's own caches may hold." }),
  plans: plansSchema.meta({
    description:
      "What capacity is recommended with: offers and commitments, machines, hosting of open models.",
  }),
  embeddings: embeddingsSchema.optional().meta({
    description:
      "An embedding model of your own that compares near questions, in place of the one that comes with Headgate.",
  }),
  cost_headers: z.boolean().default(true).meta({
    description:
      "Whether answers tell what the call cost and saved: x-headgate-cost, -saved, -levers and -cache.",
  }),
  overlays: overlaysSchema.meta({
    description: "What your contracts make of list prices: discounts, rates, commitments, credits.",
  }),
  attribution: attributionRulesSchema.meta({
    description:
      "Whose spend it is that is imported: by tags, principals, accounts, keys, services.",
  }),
  sources: pullsSchema.meta({
    description:
      "Bills, sums of usage and metrics that are pulled from providers again and again, one entry a source.",
  }),
  billing_currency: billingCurrencySchema.optional(),
  unknown_price: unknownPriceSchema,
  batch: batchSchema.meta({
    description: "How work that can wait is gathered into batches of providers.",
  }),
  budgets: budgetsSchema.meta({
    description:
      "What calls may spend or use at most: held before a call is made, so that no limit is passed.",
  }),
  worst_case: worstCaseSchema.meta({
    description: "What budgets reckon with where a request does not bound its own cost.",
  }),
  alarms: alarmsSchema.meta({
    description: "What is watched, minute by minute, and who is told when it begins and ends.",
  }),
  reports: reportsSchema.meta({
    description: "Reports that are made week by week, kept in HEADGATE_DATA/reports, and sent.",
  }),
  notifiers: notifiersSchema.meta({ description: "Where messages of alarms can go, by name." }),
  limits: limitsSchema.meta({
    description: "How large calls may be, how long they may take, and how long stopping may take.",
  }),
  retries: retriesSchema.meta({ description: "How often a target is tried, and the pauses." }),
  circuit_breaker: circuitBreakerSchema.meta({
    description: "When a provider that fails is left alone.",
  }),
  translation: z
    .strictObject({
      unsupported: z.enum(["refuse", "report"]).default("refuse").meta({
        description:
          "What becomes of a call to a provider of another format that cannot carry all of it. refuse: an error names the fields; report: the call goes on without them and x-headgate-translation-lost names them.",
      }),
    })
    .prefault({}),
  client_disconnect: z.enum(["abort", "drain"]).default("abort").meta({
    description:
      "abort: stop the provider and charge what was produced; drain: read the answer to its end for exact usage.",
  }),
  stores: storesSchema.meta({
    description:
      "Where what must survive is kept: files here, or engines that many machines share.",
  }),
  move_to: moveToSchema.meta({
    description:
      "Where `headgate migrate` copies the ledger and the state to, in the form of `stores`; it changes nothing else.",
  }),
  spool: z
    .strictObject({
      durability: z.enum(["process", "disk"]).default("process").meta({
        description:
          "process: a call is recorded before its answer ends and survives a killed process; disk: it is also flushed to the disk first and survives power loss.",
      }),
      flush_interval_ms: milliseconds.default(50).meta({
        description: "How often the spool is flushed to the disk with durability: process.",
      }),
      segment_bytes: z.int().min(4096).default(16_777_216).meta({
        description: "The size of a spool file.",
      }),
    })
    .prefault({}),
});
export type HeadgateConfig = z.infer<typeof configSchema>;
