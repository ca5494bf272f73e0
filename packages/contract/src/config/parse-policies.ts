import { LineCounter, parseDocument } from "yaml";
import { type ConfigFault, faultsError } from "./config-fault.ts";
import { placeOf } from "./place-of.ts";
import { type Policy, policiesSchema } from "./policies.ts";

const KEY = "policies";

/**
 * Reads the policies of a `headgate.yaml` alone, or of a file that has nothing else: no secret is needed for it, and what
 * else stands there is not looked at.
 *
 * @param fileName stands in messages
 * @throws HeadgateError `config_invalid` that lists every fault with file, line and path
 */
export function parsePolicies(text: string, fileName: string): readonly Policy[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${fileName}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw faultsError(
      document.errors.map((error) => ({ place: at(error.pos[0]), message: error.message })),
    );
  }
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
