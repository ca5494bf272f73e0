import type { Address, AddressReading, AddressRule } from "./resolution.ts";

const ARN = /^arn:aws(?:-[a-z-]+)?:bedrock:([a-z0-9-]*):(\d*):([a-z-]+)\/(.+)$/;

/** What stands behind an ARN that does not name a model on demand. */
const opaque: Readonly<Record<string, string>> = {
  "application-inference-profile":
    "an application inference profile does not tell its model; say what it stands for under price_names",
  "provisioned-model":
    "provisioned throughput is billed by the hour whether it is used or not; its tokens have no price",
  "custom-model":
    "a custom model has prices of its own; say what it is priced as under price_names",
  "custom-model-deployment":
    "a custom model has prices of its own; say what it is priced as under price_names",
  "imported-model": "an imported model is billed by model copies and minutes, not by tokens",
  "default-prompt-router":
    "a prompt router chooses a model call by call; the model that answered is in the answer's trace",
  "prompt-router":
    "a prompt router chooses a model call by call; the model that answered is in the answer's trace",
};

/**
 * ARNs of Amazon Bedrock. A foundation model's ARN names the region that serves it; an inference
 * profile's ARN ends in the profile's id, whose prefix says where it routes.
 */
export const bedrockArn: AddressRule = {
  id: "bedrock-arn",
  sources: [
    {
      url: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html",
      readAt: "2026-11-28",
    },
  ],
  tellsPlace: true,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    if (provider !== undefined && provider !== "bedrock") return undefined;
    const match = ARN.exec(name);
    if (match === null) return undefined;
    const [, region = "", , type = "", id = ""] = match;
    const located = region === "" ? {} : { region };
    if (type === "foundation-model" || type === "inference-profile") {
      return {
        kind: "read",
        name: id,
        provider: "bedrock",
        ...located,
        how: `the ARN names the ${type === "foundation-model" ? "foundation model" : "inference profile"} "${id}"${region === "" ? "" : ` in ${region}`}`,
      };
    }
    const reason = Object.hasOwn(opaque, type) ? opaque[type] : undefined;
    return {
      kind: "stop",
      reason: reason ?? `the ARN names no model but a resource of the type "${type}"`,
    };
  },
};
