import { z } from "zod";

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/**
 * A value with every member that a JSON Schema knows and one element in each list. Of kinds that exclude each other
 * it has the members of all, so it tells which names exist, not what may stand together.
 */
export function filledBySchema(
  schema: unknown,
  components: Readonly<Record<string, unknown>>,
): unknown {
  const known = schemaShape.parse(schema);
  const fill = (inner: unknown): unknown => filledBySchema(inner, components);
  if (known.$ref !== undefined) return fill(components[known.$ref.split("/").at(-1) ?? ""]);
  if (known.const !== undefined) return known.const;
  if (known.enum !== undefined) return known.enum.find((value) => value !== null);
  const kinds = known.anyOf ?? known.oneOf ?? known.allOf;
  if (kinds !== undefined) {
    const filled = kinds.map(fill).filter((value) => value !== null);
    const objects = filled.filter((value) => typeof value === "object" && !Array.isArray(value));
    return objects.length === 0 ? filled[0] : Object.assign({}, ...objects);
  }
  const type = Array.isArray(known.type) ? known.type.find((name) => name !== "null") : known.type;
  if (type === "array") return [fill(known.items)];
  if (type === "object") {
    const members = Object.entries(known.properties ?? {});
    return Object.fromEntries(members.map(([name, inner]) => [name, fill(inner)]));
  }
  if (type === "boolean") return true;
  if (type === "number" || type === "integer") return 1;
  return type === "null" ? null : "text";
}
