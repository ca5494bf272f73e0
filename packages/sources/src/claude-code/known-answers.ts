import { rowIds } from "../row/row-ids.ts";
import type { UsageLine } from "./usage-line.ts";

/** About 60 MB. Beyond, an answer's last file counts, not its best. */
const MOST_REMEMBERED = 500_000;

/** Ids that Anthropic, Bedrock and Vertex AI give; nobody gives one twice. */
const UNIQUE_ID = /^msg_(?:bdrk_|vrtx_)?[A-Za-z0-9]{16,}$/;

type Ids = Readonly<{ row_id: string; call_id: string }>;

/**
 * The answers that an import has met in all of its files, so that a copy is known as one whichever file comes
 * first.
 */
export class KnownAnswers {
  readonly #preferences = new Map<string, number>();
  readonly #ofMessage = new Map<string, Readonly<{ ids: Ids; hasOwn: boolean }>>();

  /**
   * The ids of a line's answer. A message id that its maker gives once is enough. Another one (a proxy's)
   * counts with its request; where one of two lines is an agent's, by itself.
   *
   * @param ownId for a line without a message id, which always counts
   */
  idsOf({ messageId, requestId, isSidechain }: UsageLine, ownId: () => string): Ids {
    if (messageId === undefined) return rowIds("claude_code", ownId());
    if (UNIQUE_ID.test(messageId)) return rowIds("claude_code", messageId);
    const known = this.#ofMessage.get(messageId);
    const isCopy = known !== undefined && (isSidechain || !known.hasOwn);
    const ids = isCopy
      ? known.ids
      : rowIds("claude_code", messageId, ...(requestId === undefined ? [] : [requestId]));
    if (this.#ofMessage.size < MOST_REMEMBERED) {
      if (known === undefined || isCopy) {
        this.#ofMessage.set(messageId, { ids, hasOwn: known?.hasOwn === true || !isSidechain });
      }
    }
    return ids;
  }

  /** Whether a line says more of its answer than all that an earlier file said. */
  isPreferred(id: string, preference: number): boolean {
    const known = this.#preferences.get(id);
    if (known !== undefined && known >= preference) return false;
    if (known !== undefined || this.#preferences.size < MOST_REMEMBERED) {
      this.#preferences.set(id, preference);
    }
    return true;
  }
}

const ofImports = new WeakMap<AbortSignal, KnownAnswers>();

/** The answers of the import that a signal belongs to: all of its files are read with the same. */
export function knownAnswers(signal: AbortSignal): KnownAnswers {
  const known = ofImports.get(signal) ?? new KnownAnswers();
  ofImports.set(signal, known);
  return known;
}
