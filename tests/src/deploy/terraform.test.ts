import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const read = (path: string): string =>
  readFileSync(new URL(`../../../deploy/${path}`, import.meta.url), "utf8");
const main = read("terraform/aws/main.tf");
const variables = read("terraform/aws/variables.tf");
const values = z
  .looseObject({ config: z.string(), image: z.record(z.string(), z.unknown()) })
  .parse(parse(read("helm/headgate/values.yaml")));

/** What stands between a text and the brace that closes the one at its end. */
function inBraces(text: string, opening: string): string {
  const from = text.indexOf(opening);
  if (from === -1) throw new Error(`there is no ${opening}`);
  let depth = 1;
  let at = from + opening.length;
  for (; depth > 0 && at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
  }
  return text.slice(from + opening.length, at - 1);
}

const namesIn = (block: string): readonly string[] =>
  [...block.matchAll(/^\s*(\w+)\s*=/gm)].map(([, name = ""]) => name);

test("the secret of the Terraform example has each variable that the chart's configuration reads, and no other", () => {
  const wanted = [...values.config.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name);
  const secret = inBraces(main, 'resource "kubernetes_secret" "headgate" {');

  const given = namesIn(inBraces(secret, "data = {"));

  expect(wanted.length).toBeGreaterThan(3);
  expect([...given].sort()).toEqual([...new Set(wanted)].sort());
});

test("the Terraform example sets values that the chart has", () => {
  const release = inBraces(main, 'resource "helm_release" "headgate" {');

  const set = inBraces(release, "yamlencode({");
  const image = inBraces(set, "image       = {");

  expect(namesIn(set).length).toBeGreaterThan(3);
  expect(namesIn(set).filter((name) => !(name in values))).toEqual([]);
  const ofImage = [...image.matchAll(/(\w+)\s*=/g)].map(([, name = ""]) => name);
  expect(ofImage.length).toBeGreaterThan(0);
  expect(ofImage.filter((name) => !(name in values.image))).toEqual([]);
});

test("the Terraform example's release is given its Secret and its ConfigMap by the names that they are made under", () => {
  const set = inBraces(inBraces(main, 'resource "helm_release" "headgate" {'), "yamlencode({");

  for (const [value, kind, resource] of [
    ["secretName", "kubernetes_secret", "headgate"],
    ["caConfigMap", "kubernetes_config_map", "ca"],
  ]) {
    expect(set).toMatch(
      new RegExp(`${value}\\s*=\\s*${kind}\\.${resource}\\.metadata\\[0\\]\\.name`),
    );
    expect(main).toContain(`resource "${kind}" "${resource}" {`);
  }
  // The chart's nodes read the authorities under this name.
  expect(inBraces(main, 'resource "kubernetes_config_map" "ca" {')).toContain('"ca.pem"');
  expect(read("helm/headgate/templates/statefulset.yaml")).toContain("ca.pem");
});

test("the Terraform example declares each variable that it reads, and reads each that it declares", () => {
  const all = main + read("terraform/aws/outputs.tf");
  const used = new Set([...all.matchAll(/\bvar\.(\w+)/g)].map(([, name = ""]) => name));
  const declared = [...variables.matchAll(/^variable "(\w+)"/gm)].map(([, name = ""]) => name);

  expect(declared.length).toBeGreaterThan(5);
  expect([...used].sort()).toEqual([...declared].sort());
});
