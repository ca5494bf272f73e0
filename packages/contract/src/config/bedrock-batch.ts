import { z } from "zod";

const s3Folder = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w!*'()-][\w.!*'()-]*)*\/?$/,
    "expected a folder such as s3://bucket/folder",
  );
const standIn = z.url({ protocol: /^https?$/ }).optional();

/** What Bedrock needs to run batches: they go through files in S3. */
export const bedrockBatchSchema = z
  .strictObject({
    role_arn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, "expected the ARN of a role")
      .meta({
        description:
          "The service role that Bedrock takes on to read the input and write the output.",
      }),
    input: s3Folder.meta({ description: "Where requests are put, s3://BUCKET/FOLDER." }),
    output: s3Folder.meta({ description: "Where Bedrock puts the answers, s3://BUCKET/FOLDER." }),
    least_records: z.int().positive().default(100).meta({
      description:
        "The fewest records of a job: the account's quota, which differs by model. Fewer wait for others as long as their deadlines leave room for a batch, and are then asked in real time.",
    }),
    most_records: z.int().positive().default(50_000).meta({
      description: "The most records of a job: the account's quota.",
    }),
    control_url: standIn.meta({
      description: "Bedrock's control plane; https://bedrock.REGION.amazonaws.com unless said.",
    }),
    s3_url: standIn.meta({
      description:
        "S3, with the bucket in the path; the bucket's own host in the region unless said.",
    }),
  })
  .meta({ description: "Lets batches go to Bedrock's batch inference; not used unless said." });
export type BedrockBatchConfig = z.infer<typeof bedrockBatchSchema>;
