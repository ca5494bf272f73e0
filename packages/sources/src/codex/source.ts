import { isJsonObject, type JsonObject } from "@headgate/providers";
import { headObjects } from "../detect/read-head.ts";
import { readJson } from "../read/read-json.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { CodexSession } from "./session.ts";

/**
 * Codex's sessions, `~/.codex/sessions/**` and `~/.codex/archived_sessions/**`: lines of
 * `{timestamp, type, payload}`, of which `token_count` events carry cumulative counters (`TokenUsageInfo` of
 * https://github.com/openai/codex, protocol, read 2026-11-28). The service tier is not recorded.
 */
export const codex: Source = {
  name: "codex",
  title: "Codex's sessions",
  detect: ({ head }) => (headObjects(head).some(isSessionLine) ? "certain" : undefined),
  read: (file, context) => inBatches(read(file, context)),
};

const types: ReadonlySet<unknown> = new Set(["session_meta", "turn_context", "event_msg"]);

const isSessionLine = (line: JsonObject): boolean =>
  types.has(line.type) && isJsonObject(line.payload);

async function* read(file: SourceFile, context: ReadContext): AsyncIterable<readonly Found[]> {
  const session = new CodexSession(file.name);
  for await (const pieces of readJson(file, context)) {
    yield pieces.map((piece): Found => (piece.kind === "skip" ? piece : session.read(piece)));
  }
}
