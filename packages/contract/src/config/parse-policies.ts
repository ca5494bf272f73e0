import { type ConfigFault, faultsError } from "./config-fault.ts";
import { placeOf } from "./place-of.ts";
import { type Policy, policiesSchema } from "./policies.ts";
import { readDocument } from "./read-document.ts";

const KEY = "policies";

/**
 * Reads the policies of a `headgate.yaml` alone, or of a file that has nothing else: no secret is needed for it, and what
 * else stands there is not looked at.
 *
 * @param fileName stands in messages
 * @throws HeadgateError `config_invalid` that lists every fault with file, line and path
 */
export function parsePolicies(text: string, fileName: string): readonly Policy[] {
  const { document, at } = readDocument(text, fileName);
  const root: unknown = document.toJS();
  if (typeof root !== "object" || root === null || !(KEY in root)) {
    throw faultsError([
      { place: fileName, message: "has no policies: write the list under `policies:`" },
    ]);
  }
  const result = policiesSchema.safeParse(root[KEY]);
  if (result.success) return result.data;
  throw faultsError(
    result.error.issues.map((issue): ConfigFault => {
      const path = [KEY, ...issue.path.map(String)];
      const place = placeOf(document.contents, path, at) ?? fileName;
      return { place: `${place} ${path.join(".")}`, message: issue.message };
    }),
  );
}
