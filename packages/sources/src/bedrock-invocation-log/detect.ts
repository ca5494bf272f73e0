import { headObjects } from "../detect/read-head.ts";
import type { Detection, Sample } from "../source.ts";
import { layoutOf } from "./log-text.ts";
import { isLogRecord } from "./read-record.ts";

/** The folder that Bedrock writes below the bucket's prefix. */
const FOLDER = /(?:^|\/)BedrockModelInvocationLogs\//;
/** Bodies over 100 KB, which the record names by `inputBodyS3Path` and `outputBodyS3Path`; a try whether it may write. */
const ASIDE = /(?:\/data\/[^/]+_(?:input|output)\.[a-z.]+|amazon-bedrock-logs-permission-check)$/;

/** Whether a file of a log's tree holds no records: a body that was moved out of one, or a test file. */
export const isAside = (name: string): boolean => FOLDER.test(name) && ASIDE.test(name);

export function detect({ name, head }: Sample): Detection {
  if (isAside(name)) return "certain";
  const layout = layoutOf(head);
  if (layout === undefined) return undefined;
  if (layout === "base64") return "likely";
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  const namesLog = /ModelInvocationLog/.test(text);
  if (layout === "prefixed_lines" || layout === "table") return namesLog ? "certain" : undefined;
  const objects = headObjects(head);
  if (objects.some(isLogRecord)) return "certain";
  const isExport = objects.some(
    (object) =>
      object.logEvents !== undefined ||
      object.events !== undefined ||
      object.results !== undefined ||
      object.field !== undefined ||
      object["@message"] !== undefined ||
      object.message !== undefined,
  );
  if (isExport && namesLog) return "certain";
  if (objects.some((object) => object.awslogs !== undefined)) return "likely";
  return FOLDER.test(name) ? "likely" : undefined;
}
