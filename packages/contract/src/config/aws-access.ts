import { z } from "zod";

/** A region of AWS; China's and the government's too. */
export const awsRegion = z
  .string()
  .regex(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, "expected an AWS region such as us-east-1");

/** With what requests to AWS are signed; one of them at most. */
export const awsAccess = {
  aws_credentials: z
    .strictObject({
      access_key_id: z.string().min(1),
      secret_access_key: z.string().min(1),
      session_token: z.string().min(1).optional(),
    })
    .optional()
    .meta({
      description:
        "What requests are signed with. Without it, the machine's own: environment, profile, SSO, web identity, container or instance role.",
    }),
  aws_profile: z.string().min(1).optional().meta({
    description: "The profile of the machine's AWS configuration to sign with.",
  }),
};
