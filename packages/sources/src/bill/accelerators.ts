/** What a machine is usually rented for; `either` where its kind does not tell. */
type AcceleratorUse = "serving" | "training" | "either";

type Family = Readonly<{ accelerator: string; use: AcceleratorUse }>;

const gpu = (accelerator: string): Family => ({ accelerator, use: "either" });
const inferenceChip = (accelerator: string): Family => ({ accelerator, use: "serving" });
const trainingChip = (accelerator: string): Family => ({ accelerator, use: "training" });

/**
 * EC2's instance families with an accelerator for machine learning, of which SageMaker's are `ml.` before the
 * same name. A new family is one row here. The families that have GPUs or accelerators are those of
 * `aws ec2 describe-instance-types`, as Karpenter publishes its answers.
 */
const awsFamilies: Readonly<Record<string, Family>> = {
  dl1: trainingChip("Intel Gaudi"),
  dl2q: inferenceChip("Qualcomm AI 100"),
  g3: gpu("NVIDIA M60"),
  g3s: gpu("NVIDIA M60"),
  g4ad: gpu("AMD Radeon Pro V520"),
  g4dn: gpu("NVIDIA T4"),
  g5: gpu("NVIDIA A10G"),
  g5g: gpu("NVIDIA T4G"),
  g6: gpu("NVIDIA L4"),
  g6e: gpu("NVIDIA L40S"),
  g6f: gpu("NVIDIA L4"),
  g7: gpu("NVIDIA RTX PRO"),
  g7e: gpu("NVIDIA RTX PRO"),
  gr6: gpu("NVIDIA L4"),
  gr6f: gpu("NVIDIA L4"),
  inf1: inferenceChip("AWS Inferentia"),
  inf2: inferenceChip("AWS Inferentia2"),
  p2: gpu("NVIDIA K80"),
  p3: gpu("NVIDIA V100"),
  p3dn: gpu("NVIDIA V100"),
  p4d: gpu("NVIDIA A100"),
  p4de: gpu("NVIDIA A100"),
  p5: gpu("NVIDIA H100"),
  p5e: gpu("NVIDIA H200"),
  p5en: gpu("NVIDIA H200"),
  "p6-b200": gpu("NVIDIA B200"),
  "p6-b300": gpu("NVIDIA B300"),
  "p6e-gb200": gpu("NVIDIA GB200"),
  "p6e-gb300": gpu("NVIDIA GB300"),
  trn1: trainingChip("AWS Trainium"),
  trn1n: trainingChip("AWS Trainium"),
  trn2: trainingChip("AWS Trainium2"),
  trn2u: trainingChip("AWS Trainium2"),
  trn3: trainingChip("AWS Trainium3"),
};

const AWS_INSTANCE =
  /(?:^|[^a-z0-9])(?:ml\.)?([a-z]+\d[a-z0-9]*(?:-[a-z0-9]+)?)\.(?:nano|micro|small|medium|\d*x?large|metal[a-z0-9-]*)(?![a-z0-9])/i;

/** The accelerator of the first instance type that a text names (`USE1-Host:ml.g5.2xlarge`), if it has one. */
export function awsAccelerator(text: string): Family | undefined {
  const family = AWS_INSTANCE.exec(text)?.[1]?.toLowerCase();
  return family !== undefined && Object.hasOwn(awsFamilies, family)
    ? awsFamilies[family]
    : undefined;
}

/** Azure's series with accelerators: NC and ND compute, NG and NV draw and serve small models. */
const AZURE_SERIES =
  /(?:^|[^a-z0-9])(?:Standard[_ ])?N(?:C|D|G|V)[a-z]*(?:\d|[a-z0-9]* ?(?:v\d )?Series)/i;

/** The accelerator of a series of Azure's virtual machines (`NC24ads A100 v4`, `NDsrH100v5 Series`). */
export const azureAccelerator = (text: string): Family | undefined =>
  AZURE_SERIES.test(text) ? gpu("a GPU") : undefined;

const GOOGLE_ACCELERATOR =
  /\b(?:TPU|GPU|Nvidia (?:Tesla )?[A-Z]+\d+\w*|[ABHL]\d{2,3} (?:80GB )?GPU|A2 Instance|A3 Instance|A4X? Instance|G2 Instance)\b/i;

/** The accelerator in the description of one of Google's machines (`Nvidia L4 GPU attached to …`). */
export const googleAccelerator = (text: string): Family | undefined =>
  GOOGLE_ACCELERATOR.test(text) ? gpu("a GPU or TPU") : undefined;
