import {
  configSchema,
  INTERNAL_ROUTING_PATH,
  INTERNAL_TOKEN_HEADER,
  type RoutingReport,
  routingReportSchema,
} from "@headgate/contract";
import { json, type OpenGateway, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

/** What control shows to be control. */
export const TOKEN = "the token of this run";

type RoutedGateway = OpenGateway &
  Readonly<{
    /** Takes on another route policy, and what else of the configuration is given. */
    reroute: (route: object, rest?: object) => void;
    report: () => Promise<RoutingReport>;
  }>;

const toClose: (() => Promise<void>)[] = [];
/** Ends what was opened; a test file asks for it after each test. */
export async function closeRouted(): Promise<void> {
  for (const close of toClose.splice(0)) await close();
}

export const CHEAP = "openai/gpt-4o-mini";
export const DEAR = "openai/gpt-4o";
export const BUDGET = "openai/gpt-4.1-mini";

/** Labels of a call on which models were worth so much beside the reference, told by form. */
export const worthOf = (worth: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(worth).map(([model, one]) => [
      model,
      { worth: one, by: { kind: "form" } as const, findings: undefined },
    ]),
  );

/** The cheaper model was as good. */
export const asGood = worthOf({ [CHEAP]: 1 });

/**
 * A provider of both models that says which of them was asked.
 * @param data of a gateway before it; a new one unless given
 * @param controlUrl where control is asked; nowhere unless given
 */
export async function openRouted(
  route: object,
  data?: string,
  controlUrl = "http://127.0.0.1:9",
): Promise<RoutedGateway> {
  const provider = await scriptedProvider((response, { body }) => {
    const { model } = JSON.parse(body.toString());
    json(200, {
      id: "a",
      object: "chat.completion",
      model,
      choices: [
        { index: 0, finish_reason: "stop", message: { role: "assistant", content: `by ${model}` } },
      ],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    })(response, undefined as never);
  });
  toClose.push(provider.close);
  const configOf = (of: object) => ({
    providers: {
      openai: { kind: "openai" as const, base_url: `${provider.url}/v1`, api_key: "sk-test" },
    },
    policies: [{ name: "routed", match: {}, route: { shadow_share: 0, ...of } }],
  });
  const control = { url: controlUrl, token: TOKEN };
  const gateway = await openGateway(
    configOf(route),
    {},
    { control, ...(data !== undefined && { data }) },
  );
  toClose.push(gateway.close);
  return {
    ...gateway,
    reroute: (next, rest = {}) =>
      gateway.gateway.reconfigure(
        configSchema.parse({ ...configOf(next), ...rest, listen: { port: 0 } }),
      ),
    report: async () => {
      const headers = { [INTERNAL_TOKEN_HEADER]: TOKEN };
      const answer = await fetch(`${gateway.url}${INTERNAL_ROUTING_PATH}`, { headers });
      return routingReportSchema.parse(await answer.json());
    },
  };
}

export const ask = async (
  gateway: OpenGateway,
  content: string,
): Promise<Record<string, string>> => {
  const answer = await gateway.post("/v1/chat/completions", {
    model: "gpt-4o",
    messages: [
      { role: "system", content: "You sort tickets." },
      { role: "user", content },
    ],
  });
  const { choices } = (await answer.json()) as {
    choices: [{ message: { content: string } }];
  };
  return {
    text: choices[0].message.content,
    callId: answer.headers.get("x-headgate-call-id") ?? "",
    saved: answer.headers.get("x-headgate-saved") ?? "",
    levers: answer.headers.get("x-headgate-levers") ?? "",
  };
};
