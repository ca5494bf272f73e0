import { z } from "zod";
import { whosePatterns } from "./whose.ts";

/** From 24 to 64 bytes in base64 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read 2026-11-29). */
const webhookSecret = z
  .string()
  .regex(
    /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    "expected whsec_ and from 24 to 64 random bytes in base64",
  )
  .meta({ description: "Usually ${NAME} from the environment." });

/** Where ends of clients' batches are told. */
const batchWebhookSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .meta({
      description: "Its host is one of webhook_hosts; https, unless it is this machine.",
    }),
  match: z.strictObject(whosePatterns).prefault({}).meta({
    description: "Whose batches; all of them where nothing is said. Every line must fit.",
  }),
});

/** How work that can wait is gathered, sent in batches, and kept. */
export const batchSchema = z
  .strictObject({
    least_wait_seconds: z.int().nonnegative().default(30).meta({
      description: "A request waits for others to go with it for so long at least.",
    }),
    most_wait_minutes: z.number().nonnegative().default(10).meta({
      description:
        "A request waits for others to go with it for so long at most; longer only where its provider takes no batch of so few.",
    }),
    fewest_requests: z.int().positive().default(1).meta({
      description: "Fewer than this are asked in real time once they have waited for others.",
    }),
    real_time_minutes: z.number().positive().default(20).meta({
      description:
        "So long before its deadline a request that no batch has answered is asked in real time; of short deadlines, a quarter of their time.",
    }),
    shortest_deadline_minutes: z.number().nonnegative().default(15).meta({
      description: "Requests with a nearer deadline are asked in real time at once.",
    }),
    most_attempts: z.int().positive().default(3).meta({
      description:
        "A request that failed in so many batches, and may succeed, is asked in real time.",
    }),
    most_at_once: z.int().positive().max(256).default(16).meta({
      description: "How many requests are asked in real time at once.",
    }),
    duplicates: z
      .strictObject({
        when: z.enum(["always", "certain", "never"]).default("always").meta({
          description:
            "always: of requests of one key that ask the same one is sent, and all are answered by it; certain: only where it asks for one certain answer (temperature 0, a seed, embeddings); never: each is sent.",
        }),
        hours: z.number().nonnegative().max(720).default(24).meta({
          description: "An answer is given to those who ask the same for so long.",
        }),
      })
      .prefault({}),
    real_time_if_cheaper: z.boolean().default(true).meta({
      description:
        "Whether a request that could wait is asked in real time at once where like requests of its key read so much from the provider's cache that a batch, which reads none, would cost more.",
    }),
    commitments: z
      .array(
        z.strictObject({
          provider: z.string().min(1).meta({ description: "A configured provider's name." }),
          model: z.string().min(1).meta({ description: "As the provider is asked for it." }),
          tokens_per_minute: z.int().positive().meta({
            description: "Prompt and answer together, as all that use it may have.",
          }),
          until: z.iso.datetime({ offset: true }).meta({
            description: "When it ends, with its offset.",
          }),
        }),
      )
      .max(100)
      .default([])
      .meta({
        description:
          "Capacity that is paid for in advance: what waits fills its room, in real time, before anything goes into a batch; and where it is of a policy's reference model, calls are not routed to another one while there is room.",
      }),
    retention_days: z.number().positive().max(3_650).default(30).meta({
      description: "How long requests that ended, and their answers, are kept.",
    }),
    webhook_hosts: z.array(z.string().min(1)).default([]).meta({
      description: "Hosts that may be told of answers (x-headgate-webhook); none unless named.",
    }),
    webhooks: z.array(batchWebhookSchema).max(100).default([]).meta({
      description:
        "Where the end of a client's batch (/v1/batches, /v1/messages/batches) is told as OpenAI tells it (batch.completed, .failed, .expired, .cancelled), unless the request that made it names an address: the first entry that fits.",
    }),
    webhook_secrets: z.record(z.string(), z.array(webhookSecret).min(1).max(4)).default({}).meta({
      description:
        "What messages to a host of webhook_hosts are signed with, as Standard Webhooks have it; each of several signs, so that one can take another's place. Messages to a host without one are not signed.",
    }),
  })
  .superRefine(({ webhook_hosts: hosts, webhook_secrets: secrets, webhooks }, context) => {
    for (const [index, { url }] of webhooks.entries()) {
      const { host, hostname } = new URL(url);
      if (hosts.includes(host) || hosts.includes(hostname)) continue;
      context.addIssue({
        code: "custom",
        path: ["webhooks", index, "url"],
        message: `webhook_hosts does not name ${host}`,
      });
    }
    for (const host of Object.keys(secrets)) {
      if (hosts.includes(host)) continue;
      context.addIssue({
        code: "custom",
        path: ["webhook_secrets", host],
        message: `webhook_hosts does not name ${host}`,
      });
    }
  })
  .prefault({});
export type BatchConfig = z.infer<typeof batchSchema>;
