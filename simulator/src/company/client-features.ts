import { type CallSource, type Feature, type SeenBy, seen } from "./features.ts";
import { routes } from "./model-route.ts";

const seenAnswered = (source: CallSource, share = 1): SeenBy => ({
  source,
  share,
  answeredOnly: true,
});

/** Calls that tools of engineers make, and programs whose calls a proxy, events or metrics tell of. */
export const clientFeatures: readonly Feature[] = [
  {
    name: "claude-code",
    team: "apps",
    route: routes.sonnet,
    callsADay: 1_500,
    input: 12_000,
    output: 450,
    cachedShare: 0.9,
    prompt: { system: 12, tools: 20, history: 28, tool_results: 36, user: 4 },
    client: "claude_code",
    // A session's log has the ids of the answer and of the request, its telemetry the request's, the gateway both.
    seenBy: [seenAnswered("claude_code"), seen("otlp_logs", 0.7), seen("gateway", 0.3)],
  },
  {
    name: "ci-fixes",
    team: "apps",
    route: routes.sonnet,
    callsADay: 300,
    input: 8_000,
    output: 600,
    cachedShare: 0.7,
    prompt: {},
    client: "claude_code",
    // A runner's disk is gone with its log.
    seenBy: [seen("otlp_logs")],
  },
  {
    name: "codex",
    team: "infra",
    route: routes.gpt51CodexMini,
    callsADay: 1_000,
    input: 9_000,
    output: 300,
    cachedShare: 0.9,
    prompt: {},
    client: "codex",
    // Neither its log nor its telemetry has an id of a call: nobody else may see one, or it counts twice.
    seenBy: [seenAnswered("codex")],
  },
  {
    name: "release-notes",
    team: "infra",
    route: routes.gpt51CodexMini,
    callsADay: 200,
    input: 6_000,
    output: 700,
    cachedShare: 0.5,
    prompt: {},
    client: "codex",
    seenBy: [seenAnswered("otlp_logs")],
  },
  {
    name: "onboarding",
    team: "growth",
    route: routes.gpt5Mini,
    callsADay: 600,
    input: 1_700,
    output: 280,
    cachedShare: 0.5,
    prompt: { system: 40, history: 45, user: 15 },
    isMetered: true,
    seenBy: [seen("helicone"), seen("otlp", 0.4), seen("gateway", 0.3)],
  },
  {
    name: "contract-check",
    team: "growth",
    route: routes.sonnet,
    callsADay: 200,
    input: 7_000,
    output: 500,
    cachedShare: 0.4,
    prompt: {},
    seenBy: [seen("helicone"), seen("otlp", 0.4)],
  },
  {
    name: "meeting-notes",
    team: "search",
    route: routes.geminiFlash,
    callsADay: 500,
    input: 4_000,
    output: 350,
    cachedShare: 0.2,
    prompt: {},
    isMetered: true,
    seenBy: [seen("otlp_logs"), seen("otlp", 0.6)],
  },
];
