import type { Check } from "../checked-answer.ts";
import type { SchemaValidators } from "../schema-validators.ts";
import { jsonValueOf, owesJson } from "./json-value.ts";

/** The answer is JSON, but not what the schema asks for. */
export const schemaCheck =
  (validators: SchemaValidators): Check =>
  (checked) => {
    const schema = checked.asked?.schema;
    if (schema === undefined || !owesJson(checked)) return undefined;
    const json = jsonValueOf(checked);
    if (json === undefined) return undefined;
    const holds = validators.holds(schema, json.value);
    return holds === undefined ? undefined : holds ? 0 : 1;
  };
