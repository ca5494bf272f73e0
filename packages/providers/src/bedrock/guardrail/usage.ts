import type { JsonObject } from "../../json-values.ts";
import type { UsageReading } from "../../meter.ts";

/**
 * Reads the `usage` of a guardrail: text units by policy, each with a price of its own, those of the free
 * policies named so (`GuardrailUsage` in
 * https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28).
 * There is no bucket for them: what was billed is named, and the charge stays unknown.
 */
export function readGuardrailUsage(raw: JsonObject): UsageReading {
  const violations: string[] = [];
  for (const [name, value] of Object.entries(raw)) {
    if (value === 0 || !name.endsWith("Units") || name.endsWith("FreeUnits")) continue;
    violations.push(
      `${name} ${JSON.stringify(value)} is billed by guardrail prices and is not in the usage`,
    );
  }
  return { usage: {}, violations };
}
