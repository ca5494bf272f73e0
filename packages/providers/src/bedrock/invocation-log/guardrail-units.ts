import { isJsonObject, type JsonObject, objectOrAbsent } from "../../json-values.ts";

/** A trace holds a few assessments; what nests deeper than this is none. */
const DEEPEST = 8;

/**
 * The text units that guardrails assessed for one answer, added up over the assessments of its trace
 * (`ConverseTrace` and `GuardrailAssessment` in
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html, read
 * 2026-11-28; InvokeModel's bodies carry the trace as `amazon-bedrock-trace`). `undefined` where none is stated.
 */
export function guardrailUnitsIn(bodies: readonly JsonObject[]): JsonObject | undefined {
  const units: Record<string, number> = {};
  for (const body of bodies) {
    const traces = [body.trace, body["amazon-bedrock-trace"], objectOrAbsent(body.metadata)?.trace];
    for (const trace of traces) collect(objectOrAbsent(trace)?.guardrail, units, DEEPEST);
    addUnits(objectOrAbsent(body.usage), units);
  }
  return Object.keys(units).length === 0 ? undefined : units;
}

/** Whether a guardrail answered in the model's place. */
export const isBlocked = (body: JsonObject): boolean =>
  body.stopReason === "guardrail_intervened" ||
  objectOrAbsent(body.messageStop)?.stopReason === "guardrail_intervened" ||
  body["amazon-bedrock-guardrailAction"] === "INTERVENED";

function collect(value: unknown, units: Record<string, number>, depth: number): void {
  if (depth === 0) return;
  if (Array.isArray(value)) {
    for (const member of value) collect(member, units, depth - 1);
    return;
  }
  if (!isJsonObject(value)) return;
  addUnits(objectOrAbsent(objectOrAbsent(value.invocationMetrics)?.usage), units);
  for (const member of Object.values(value)) collect(member, units, depth - 1);
}

function addUnits(usage: JsonObject | undefined, units: Record<string, number>): void {
  for (const [name, count] of Object.entries(usage ?? {})) {
    if (!name.endsWith("Units") || typeof count !== "number") continue;
    const sofar = units[name];
    units[name] = sofar === undefined ? count : sofar + count;
  }
}
