import { between, pick, type Random } from "../seeded-random.ts";
import { LruMap } from "../server/lru-map.ts";
import type { TextPool } from "../text/text-pool.ts";

/** A call's place in a conversation: what was said before, and what is said now. */
export type Turn = Readonly<{
  session: string;
  /** User and assistant in turn, beginning with the user. */
  earlier: readonly string[];
  text: string;
}>;

const MAX_OPEN = 12;
const MAX_TURNS = 6;
const CONTINUE_SHARE = 0.6;
const MAX_WORKLOADS = 1000;

type Conversation = { session: string; said: string[] };

/** Opens conversations of a workload and goes on with them, so that prompts share their beginnings. */
export function createConversations(pool: TextPool): {
  next(random: Random, workload: string, tokens: number): Turn;
} {
  const open = new LruMap<string, Conversation[]>(MAX_WORKLOADS);
  return {
    next(random, workload, tokens) {
      const known = open.get(workload) ?? [];
      open.set(workload, known);
      const conversation =
        known.length > 0 && random() < CONTINUE_SHARE ? pick(random, known) : begin(random, known);
      const earlier = [...conversation.said];
      const text = pool.text(between(random, 0, 0xffff), tokens);
      conversation.said.push(text, pool.text(between(random, 0, 0xffff), between(random, 40, 160)));
      if (conversation.said.length >= 2 * MAX_TURNS) known.splice(known.indexOf(conversation), 1);
      return { session: conversation.session, earlier, text };
    },
  };
}

function begin(random: Random, known: Conversation[]): Conversation {
  const conversation = { session: `s-${between(random, 0, 0xffffffff).toString(36)}`, said: [] };
  known.push(conversation);
  if (known.length > MAX_OPEN) known.shift();
  return conversation;
}
