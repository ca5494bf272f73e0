/**
 * GPUs of an instance, by its type (https://aws.amazon.com/ec2/instance-types/#Accelerated_Computing): sizes of a
 * family differ. A type that is not here is not known.
 */
const gpus: Readonly<Record<string, number>> = {
  "p3.2xlarge": 1,
  "p3.8xlarge": 4,
  "p3.16xlarge": 8,
  "p3dn.24xlarge": 8,
  "p4d.24xlarge": 8,
  "p4de.24xlarge": 8,
  "p5.4xlarge": 1,
  "p5.48xlarge": 8,
  "p5e.48xlarge": 8,
  "p5en.48xlarge": 8,
  "g4dn.xlarge": 1,
  "g4dn.2xlarge": 1,
  "g4dn.4xlarge": 1,
  "g4dn.8xlarge": 1,
  "g4dn.12xlarge": 4,
  "g4dn.16xlarge": 1,
  "g5.xlarge": 1,
  "g5.2xlarge": 1,
  "g5.4xlarge": 1,
  "g5.8xlarge": 1,
  "g5.12xlarge": 4,
  "g5.16xlarge": 1,
  "g5.24xlarge": 4,
  "g5.48xlarge": 8,
  "g6.xlarge": 1,
  "g6.2xlarge": 1,
  "g6.4xlarge": 1,
  "g6.8xlarge": 1,
  "g6.12xlarge": 4,
  "g6.16xlarge": 1,
  "g6.24xlarge": 4,
  "g6.48xlarge": 8,
  "g6e.xlarge": 1,
  "g6e.2xlarge": 1,
  "g6e.4xlarge": 1,
  "g6e.8xlarge": 1,
  "g6e.12xlarge": 4,
  "g6e.16xlarge": 1,
  "g6e.24xlarge": 4,
  "g6e.48xlarge": 8,
};

/** How many GPUs an instance has; `ml.` before its type is SageMaker's. */
export const acceleratorsOf = (type: string): number | undefined => {
  const plain = type.replace(/^ml\./, "");
  return Object.hasOwn(gpus, plain) ? gpus[plain] : undefined;
};
