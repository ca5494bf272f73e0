import type { PlanExport } from "@headgate/contract";
import type { UnitOffer } from "./unit-offer.ts";

/** What a user's tools take to buy what is planned; nothing for what is sold through people alone. */
export function exportsOf(offer: UnitOffer, units: number): readonly PlanExport[] {
  if (units === 0 || offer.purchase === null) return [];
  const { purchase } = offer;
  switch (purchase.by) {
    case "bedrock_provisioned_throughput":
      return [...modelUnits(offer, purchase, units), fallbacks(offer, purchase.model)];
    case "azure_ptu":
      return [azureTerraform(offer, purchase, units), fallbacks(offer, purchase.model)];
    case "savings_plan":
      return [savingsPlan(offer, purchase, units)];
    case "reserved_instances":
      return [reservedInstances(offer, purchase, units)];
    default:
      return purchase satisfies never;
  }
}

type Purchase = NonNullable<UnitOffer["purchase"]>;
type By<Name extends Purchase["by"]> = Extract<Purchase, { by: Name }>;

/** A text in single quotes for a POSIX shell. */
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** A text in double quotes for YAML. */
const quoted = (text: string): string => JSON.stringify(text);
/** The same for HCL, in which `${` and `%{` would begin an expression. */
const hcl = (text: string): string => quoted(text).replace(/([$%])\{/g, "$1$1{");
/** A name as Terraform takes one. */
const resourceName = (name: string): string => name.replaceAll("-", "_").replace(/^(?=\d)/, "_");

const durations: Readonly<Record<number, string>> = { 1: "OneMonth", 6: "SixMonths" };
const dryRun = (command: string): string =>
  `#!/bin/sh\n# Prints what it would buy. Run with APPLY=yes to buy it: a commitment cannot be taken back.\nset -eu\nif [ "\${APPLY:-no}" != yes ]; then echo ${shell(command)}; exit 0; fi\n${command}\n`;

/**
 * Options as https://docs.aws.amazon.com/goto/cli2/bedrock-2023-04-20/CreateProvisionedModelThroughput and the
 * resource `aws_bedrock_provisioned_model_throughput` have them (read 2026-11-29).
 */
function modelUnits(
  offer: UnitOffer,
  { model, region }: By<"bedrock_provisioned_throughput">,
  units: number,
): readonly PlanExport[] {
  const duration = durations[offer.termMonths];
  const command = [
    `aws bedrock create-provisioned-model-throughput --region ${shell(region)}`,
    `--provisioned-model-name ${shell(offer.name)} --model-id ${shell(model)} --model-units ${units}`,
    ...(duration === undefined ? [] : [`--commitment-duration ${duration}`]),
  ].join(" ");
  return [
    {
      tool: "aws_cli",
      file_name: `${offer.name}.sh`,
      text: dryRun(command),
      notes: ["Model units have to be granted to your account by AWS support first."],
    },
    {
      tool: "terraform",
      file_name: `${offer.name}.tf`,
      text: [
        `resource "aws_bedrock_provisioned_model_throughput" ${hcl(resourceName(offer.name))} {`,
        `  provisioned_model_name = ${hcl(offer.name)}`,
        `  model_arn              = ${hcl(`arn:aws:bedrock:${region}::foundation-model/${model}`)}`,
        `  model_units            = ${units}`,
        ...(duration === undefined ? [] : [`  commitment_duration    = ${hcl(duration)}`]),
        "}",
        "",
      ].join("\n"),
      notes: ["Look at `terraform plan` before you apply it: a commitment cannot be taken back."],
    },
  ];
}

/** `sku` of the resource `azurerm_cognitive_deployment`. */
const azureSkus = {
  global: "GlobalProvisionedManaged",
  data_zone: "DataZoneProvisionedManaged",
  regional: "ProvisionedManaged",
} as const;

function azureTerraform(
  offer: UnitOffer,
  { model, deployment }: By<"azure_ptu">,
  units: number,
): PlanExport {
  return {
    tool: "terraform",
    file_name: `${offer.name}.tf`,
    text: [
      `resource "azurerm_cognitive_deployment" ${hcl(resourceName(offer.name))} {`,
      `  name                 = ${hcl(offer.name)}`,
      "  cognitive_account_id = var.cognitive_account_id",
      "",
      "  model {",
      `    format  = "OpenAI"`,
      `    name    = ${hcl(model)}`,
      "    version = var.model_version",
      "  }",
      "",
      "  sku {",
      `    name     = ${hcl(azureSkus[deployment])}`,
      `    capacity = ${units}`,
      "  }",
      "}",
      "",
    ].join("\n"),
    notes: [
      "Set cognitive_account_id and model_version.",
      "The deployment is billed by the hour; a reservation for its PTUs is bought in the portal, after the deployment.",
    ],
  };
}

/** Options as https://docs.aws.amazon.com/cli/v1/reference/savingsplans/create-savings-plan.html has them (read 2026-11-29). */
function savingsPlan(
  offer: UnitOffer,
  { offeringId }: By<"savings_plan">,
  units: number,
): PlanExport {
  const commitment = ((units * offer.microdollarsPerHour) / 1_000_000).toFixed(5);
  return {
    tool: "aws_cli",
    file_name: `${offer.name}.sh`,
    text: dryRun(
      `aws savingsplans create-savings-plan --savings-plan-offering-id ${shell(offeringId ?? "OFFERING_ID")} --commitment ${commitment}`,
    ),
    notes:
      offeringId === null
        ? [
            "Put the offering's id in place of OFFERING_ID: `aws savingsplans describe-savings-plans-offerings`.",
          ]
        : [],
  };
}

function reservedInstances(
  offer: UnitOffer,
  { offeringId }: By<"reserved_instances">,
  units: number,
): PlanExport {
  return {
    tool: "aws_cli",
    file_name: `${offer.name}.sh`,
    text: dryRun(
      `aws ec2 purchase-reserved-instances-offering --reserved-instances-offering-id ${shell(offeringId ?? "OFFERING_ID")} --instance-count ${units}`,
    ),
    notes:
      offeringId === null
        ? [
            "Put the offering's id in place of OFFERING_ID: `aws ec2 describe-reserved-instances-offerings`.",
          ]
        : [],
  };
}

/** Calls go to what was bought, and on demand where it refuses them. */
function fallbacks(offer: UnitOffer, model: string): PlanExport {
  return {
    tool: "headgate_yaml",
    file_name: `${offer.name}.yaml`,
    text: [
      "models:",
      `  ${quoted(model)}:`,
      `    - ${quoted(`PROVIDER/${offer.name}`)}`,
      `    - ${quoted(`PROVIDER/${model}`)}`,
      "",
    ].join("\n"),
    notes: [
      "Put your provider's name in place of PROVIDER, and on Bedrock the provisioned model's ARN in place of the deployment's name.",
    ],
  };
}
