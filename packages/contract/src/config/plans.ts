import { z } from "zod";
import { commitmentOfferSchema } from "../api/commitment-offers.ts";
import { commitmentsFileSchema } from "../api/plan-commitments.ts";
import { planGpusRequest } from "../api/plan-gpus.ts";
import { selfHostPlanRequest } from "../api/plan-self-host.ts";

/** Offers and held commitments, as a file of `headgate plan commitments` has them; the demand is the ledger's. */
const commitments = commitmentsFileSchema
  .omit({ demand: true, required_units: true, most_dollars_per_month: true, pool_by: true })
  .extend({
    offers: z.array(commitmentOfferSchema).max(20).default([]).meta({
      description:
        "What can be promised in advance, as a provider or a contract offers it; an offer that names a model is planned for its calls.",
    }),
  });

const selfHost = selfHostPlanRequest
  .omit({ model: true, current_model: true, demand: true })
  .extend({
    machine: selfHostPlanRequest.shape.machine.optional().meta({
      description: "What would be rented; a p5.48xlarge of AWS on demand unless said.",
    }),
    least_dollars_per_month: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/)
      .default("1000")
      .meta({ description: "Open models that cost less a month are not looked at, in quotes." }),
  });

/** What recommendations about capacity are made with, beside the ledger. */
export const plansSchema = z
  .strictObject({
    commitments: commitments.prefault({}).meta({
      description: "Offers to weigh, and commitments that are held, with the day each ends.",
    }),
    fleet: planGpusRequest.prefault({}).meta({
      description:
        "Your machines, as a fleet file of headgate plan gpus; the endpoints that the ledger measured unless said.",
    }),
    self_host: selfHost.prefault({}).meta({
      description: "How open models would be hosted, as headgate plan self-host asks it.",
    }),
    negotiate_from: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/)
      .default("10000")
      .meta({
        description:
          "From so many dollars a month at one provider on, in quotes, asking for a discount is recommended.",
      }),
  })
  .superRefine(({ commitments: { offers, held } }, context) => {
    const names = new Set<string>();
    for (const [index, { name }] of offers.entries()) {
      if (names.has(name)) {
        context.addIssue({
          code: "custom",
          path: ["commitments", "offers", index, "name"],
          message: `two offers are called "${name}"`,
        });
      }
      names.add(name);
    }
    for (const [index, { offer }] of held.entries()) {
      if (names.has(offer)) continue;
      context.addIssue({
        code: "custom",
        path: ["commitments", "held", index, "offer"],
        message: `no offer is called "${offer}"`,
      });
    }
  })
  .prefault({});
export type PlansConfig = z.output<typeof plansSchema>;
