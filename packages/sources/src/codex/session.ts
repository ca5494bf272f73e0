import { basename } from "node:path";
import { providerNamed } from "@headgate/pricing";
import {
  type JsonObject,
  objectOrAbsent,
  readRecordedUsage,
  textOrAbsent,
} from "@headgate/providers";
import type { JsonRecord } from "../read/json-record.ts";
import { skipAt } from "../read/read-skip.ts";
import { labelOf } from "../row/label-of.ts";
import { rowIds } from "../row/row-ids.ts";
import { TagCollector } from "../row/tag-collector.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { AttemptFacts, Found } from "../source.ts";
import { asResponsesUsage, type Counters, stepOf } from "./counters.ts";
import { ForkGate } from "./fork-gate.ts";

/** What the lines of a session have said so far. */
export class CodexSession {
  #id: string;
  #provider = "openai";
  #model: string | undefined;
  #cwd: string | undefined;
  #version: string | undefined;
  #originator: string | undefined;
  #branch: string | undefined;
  readonly #fork = new ForkGate();
  #total: Counters | undefined;
  /** How often the counters began anew. */
  #round = 0;
  /** Events whose total is not stated; they are told apart by their number. */
  #untotalled = 0;

  /** @param fileName names the session until its first line does */
  constructor(fileName: string) {
    this.#id = basename(fileName).replace(/\.jsonl(?:\.gz)?$/, "");
  }

  read({ value, place }: JsonRecord): Found {
    const payload = objectOrAbsent(value.payload);
    if (payload === undefined) return skipAt("not_a_call", place);
    const atMs = timeMsOf(value.timestamp);
    if (value.type === "session_meta") this.#readMeta(payload, atMs);
    else if (value.type === "turn_context") this.#readTurn(payload, atMs);
    else if (value.type === "event_msg" && payload.type === "token_count") {
      return this.#readCount(value, payload, place);
    }
    return skipAt("not_a_call", place);
  }

  /** A session that was forked repeats the first line of its origin behind its own. */
  #readMeta(payload: JsonObject, atMs: number | undefined): void {
    if (this.#originator !== undefined) return;
    this.#fork.begin(payload, atMs);
    this.#id = textOrAbsent(payload.id) ?? this.#id;
    this.#cwd = textOrAbsent(payload.cwd);
    this.#version = textOrAbsent(payload.cli_version);
    this.#originator = textOrAbsent(payload.originator) ?? "";
    this.#branch = textOrAbsent(objectOrAbsent(payload.git)?.branch);
    const provider = textOrAbsent(payload.model_provider);
    if (provider !== undefined) this.#provider = providerNamed(provider);
  }

  #readTurn(payload: JsonObject, atMs: number | undefined): void {
    this.#fork.turn(payload, atMs);
    this.#model = textOrAbsent(payload.model) ?? this.#model;
    this.#cwd = textOrAbsent(payload.cwd) ?? this.#cwd;
  }

  #readCount(value: JsonObject, payload: JsonObject, place: string): Found {
    const info = objectOrAbsent(payload.info);
    if (info === undefined) return skipAt("not_a_call", place, "The event counts nothing.");
    const step = stepOf(info, this.#total);
    if (step.kind === "unreadable") {
      return skipAt("usage_unreadable", place, "Neither total nor last usage has counts.");
    }
    if (step.kind === "still") return skipAt("rollup", place, "The counters have not moved.");
    const startedAtMs = timeMsOf(value.timestamp);
    if (startedAtMs === undefined) return skipAt("time_unreadable", place, "timestamp");
    const eventId = this.#advance(step);
    if (this.#fork.isRepeating) {
      return skipAt("rollup", place, "A fork repeats what its origin's own file counts.");
    }
    const model = textOrAbsent(info.model) ?? textOrAbsent(payload.model) ?? this.#model;
    const read = readRecordedUsage({
      statements: [{ usage: asResponsesUsage(step.usage) }],
      shape: "openai.responses",
    });
    const session = labelOf(this.#id);
    const attempt: AttemptFacts = {
      ...rowIds("codex", this.#id, eventId),
      started_at_ms: startedAtMs,
      source: "codex",
      operation: "chat",
      provider: this.#provider,
      ...(model !== undefined && { request_model: model }),
      outcome: "completed",
      usage_origin: "provider",
      usage: read.kind === "read" ? read.usage : {},
      raw_usage: { ...step.usage },
      ...(read.kind === "read" &&
        read.violations.length > 0 && { usage_violations: [...read.violations] }),
      attribution: session === undefined ? {} : { session },
      tags: this.#tags(payload).tags,
    };
    return { kind: "attempt", attempt };
  }

  /** The counters only grow within a round, so that where they stand tells an event, in any copy of the file. */
  #advance({
    total,
    restarted,
  }: Readonly<{ total: Counters | undefined; restarted: boolean }>): string {
    if (total === undefined) {
      this.#untotalled += 1;
      return `event-${this.#untotalled}`;
    }
    if (restarted) this.#round += 1;
    this.#total = total;
    return `${this.#round}-${total.input_tokens ?? "none"}-${total.output_tokens ?? "none"}`;
  }

  #tags(payload: JsonObject): TagCollector {
    const tags = new TagCollector();
    tags.add("cwd", this.#cwd);
    tags.add(
      "project",
      this.#cwd?.split(/[/\\]/).findLast((part) => part !== ""),
    );
    tags.add("git.branch", this.#branch);
    tags.add("codex.version", this.#version);
    tags.add("codex.originator", this.#originator);
    // With a plan's allowance the tokens are not billed one by one.
    tags.add("codex.plan_type", objectOrAbsent(payload.rate_limits)?.plan_type);
    return tags;
  }
}
