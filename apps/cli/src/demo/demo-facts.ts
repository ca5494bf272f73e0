import { hash } from "node:crypto";
import { type LedgerRow, taskClasses } from "@headgate/contract";
import type { SampledCall } from "@headgate/simulator";

type Facts = Pick<LedgerRow, "duration_ms" | "response_bytes" | "request_facts">;

/** Features whose calls ask for one certain answer; of every hundred questions so many are among a few common ones. */
const commonOfHundred: Readonly<Record<string, number>> = { triage: 30, translate: 45 };
const COMMON_QUESTIONS = 12;
/** What some features' calls are for; of the others it is not plain. */
const tasks: Readonly<Record<string, keyof typeof taskClasses>> = {
  triage: "intent",
  "nightly-labels": "intent",
  translate: "translate",
};
const FIRST_TOKEN_MS = 350;
const TOKEN_MS = 9;
const BYTES_A_TOKEN = 4;

/**
 * What a gateway would have kept of a call's request, so that the demo has something to recommend: constructed, by the
 * digits of the call's id.
 */
export function demoFacts(call: SampledCall): Facts {
  const { id, feature, promptParts } = call;
  const output = call.lines.find(({ component }) => component === "output")?.quantity;
  const task = tasks[feature];
  const common = commonOfHundred[feature];
  return {
    ...(output !== undefined && {
      duration_ms: FIRST_TOKEN_MS + TOKEN_MS * output,
      response_bytes: BYTES_A_TOKEN * output,
    }),
    request_facts: {
      digest: hash("sha256", questionOf(id, feature, common), "base64url").slice(0, 22),
      ...(common !== undefined && { deterministic: true }),
      ...(!call.failed && { finish_reason: "end" as const }),
      turns: promptParts?.history === undefined ? 1 : 3,
      needs: promptParts?.tools === undefined ? [] : ["tools"],
      ...(task !== undefined && { task, tier: taskClasses[task].tier }),
    },
  };
}

function questionOf(id: string, feature: string, common = 0): string {
  const [hundred, which] = [id.slice(0, 4), id.slice(4, 8)].map((hex) => Number.parseInt(hex, 16));
  const isCommon = (hundred as number) % 100 < common;
  return `${feature} ${isCommon ? (which as number) % COMMON_QUESTIONS : id}`;
}
