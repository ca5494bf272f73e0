import { z } from "zod";

const milliseconds = z.int().positive();

/** How much and how long a call may take, and a gateway that is stopped. */
export const limitsSchema = z
  .strictObject({
    max_body_bytes: z
      .int()
      .positive()
      .default(33_554_432)
      .meta({ description: "The largest body of a request." }),
    body_timeout_ms: milliseconds
      .default(30_000)
      .meta({ description: "For a request to arrive whole." }),
    call_timeout_ms: milliseconds
      .default(900_000)
      .meta({ description: "For a call with all its attempts." }),
    max_response_bytes: z
      .int()
      .positive()
      .default(268_435_456)
      .meta({ description: "The largest answer." }),
    drain_timeout_ms: milliseconds
      .default(30_000)
      .meta({ description: "For calls under way when a gateway is stopped." }),
    drain_grace_ms: z.int().nonnegative().optional().meta({
      description:
        "How long a gateway that is stopped goes on taking calls while /readyz says 503 already, so that a balancer notices; unless said 5,000, and 0 where it listens on loopback alone.",
    }),
  })
  .prefault({});

/** How often a target is tried, and how long it is waited between. */
export const retriesSchema = z
  .strictObject({
    attempts_per_target: z
      .int()
      .min(1)
      .max(5)
      .default(2)
      .meta({ description: "Tries at one target." }),
    first_delay_ms: milliseconds
      .default(200)
      .meta({ description: "The pause before the second try; it doubles, and is partly random." }),
    max_delay_ms: milliseconds.default(5_000).meta({ description: "The longest pause." }),
  })
  .prefault({});

/** When a provider that fails is left alone. */
export const circuitBreakerSchema = z
  .strictObject({
    failures: z
      .int()
      .positive()
      .default(5)
      .meta({ description: "Failures in a row after which a provider is left alone." }),
    open_ms: milliseconds.default(15_000).meta({ description: "For how long." }),
  })
  .prefault({});
