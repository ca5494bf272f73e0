import type { Address, AddressReading, AddressRule } from "./resolution.ts";
import { servedIn } from "./served-in.ts";

const sources = [
  {
    url: "https://cloud.google.com/vertex-ai/docs/generative-ai/learn/model-versioning?hl=zh-cn",
    readAt: "2026-11-28",
  },
  { url: "https://www.npmjs.com/package/@google/genai", readAt: "2026-11-28" },
] as const;

const VERTEX = /^\/?projects\/[^/]+\/locations\/([^/]+)\/(.+)$/;
const PUBLISHED = /^publishers\/([^/]+)\/models\/([^/]+)$/;

/** `projects/…/locations/<where>/…`: the location says where a call is served; `global` is one of them. */
export const vertexPath: AddressRule = {
  id: "vertex-path",
  sources,
  tellsPlace: true,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    const match = VERTEX.exec(name);
    if (match === null || (provider !== undefined && provider !== "vertex")) return undefined;
    const [, location = "", rest = ""] = match;
    return {
      kind: "read",
      name: rest,
      provider: "vertex",
      ...servedIn("vertex", location),
      how: `the path names the location "${location}"`,
    };
  },
};

/** `publishers/<vendor>/models/<model>`, and `models/<model>` of the Gemini API. */
export const googleResource: AddressRule = {
  id: "google-resource",
  sources,
  tellsPlace: false,
  read: ({ provider, name }: Address): AddressReading | undefined => {
    const isGoogle = provider === undefined || provider === "vertex" || provider === "gemini";
    if (!isGoogle) return undefined;
    const published = PUBLISHED.exec(name);
    if (published !== null) {
      const [, publisher = "", model = ""] = published;
      return {
        kind: "read",
        name: model,
        provider: provider ?? "vertex",
        how: `the path names a model of ${publisher}`,
      };
    }
    if (name.startsWith("models/")) {
      const model = name.slice("models/".length);
      return {
        kind: "read",
        name: model,
        provider: provider ?? "gemini",
        how: 'the name is a resource under "models/"',
      };
    }
    if (name.startsWith("tunedModels/")) {
      return {
        kind: "stop",
        reason: "a tuned model does not tell the model that it was tuned from",
      };
    }
    if (provider === "vertex" && name.startsWith("endpoints/")) {
      return {
        kind: "stop",
        reason: "an endpoint does not tell its model; say what it stands for under price_names",
      };
    }
    return undefined;
  },
};
