import { PricingClient } from "@aws-sdk/client-pricing";
import { HeadgateError } from "@headgate/contract";
import { awsSignatureHeaders } from "@headgate/providers";
import { request } from "undici";
import { boundedRequests } from "./bounded-requests.ts";

/** A question to a service of AWS that has no client of its own here. */
type SignedAsk = Readonly<{
  service: "savingsplans" | "ec2";
  /** What an account needs to be allowed, for the message. */
  permission: string;
  /** Of the signature: where the service is. */
  region: string;
  url: string;
  contentType: string;
  body: string;
}>;

const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Asks with the credentials that AWS's SDK finds, signed as its clients do, and answers the body's text.
 * @throws HeadgateError `pull_refused` or `pull_unreachable`
 */
export async function signedAws(ask: SignedAsk): Promise<string> {
  const { service, region, permission } = ask;
  const url = new URL(ask.url);
  const body = Buffer.from(ask.body);
  const headers = { "content-type": ask.contentType };
  try {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
    const signed = awsSignatureHeaders({
      ...{ service, region, method: "POST", host: url.host, path: url.pathname, headers, body },
      credential: {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
      },
      now: new Date(),
    });
    const { connectionTimeout, requestTimeout } = boundedRequests();
    const answer = await request(url, {
      method: "POST",
      headers: { ...headers, ...signed },
      body,
      signal: AbortSignal.timeout(connectionTimeout + requestTimeout),
    });
    const length = Number(answer.headers["content-length"] ?? 0);
    if (length > MOST_BYTES) {
      await answer.body.dump();
      throw unreachable(service, `its answer has ${length} bytes`);
    }
    const text = await answer.body.text();
    if (answer.statusCode === 200) return text;
    if (answer.statusCode === 401 || answer.statusCode === 403) throw refused(service, permission);
    throw unreachable(service, `${answer.statusCode}: ${text.slice(0, 300)}`);
  } catch (error) {
    if (error instanceof HeadgateError) throw error;
    const name = error instanceof Error ? error.name : String(error);
    if (/Credentials/.test(name)) throw refused(service, permission, error);
    throw unreachable(service, error instanceof Error ? error.message : name, error);
  }
}

/** As a client of AWS's SDK finds them: environment, shared configuration, web identity, container, instance role. */
async function credentials() {
  const client = new PricingClient({ region: "us-east-1" });
  try {
    return await client.config.credentials();
  } finally {
    client.destroy();
  }
}

const refused = (service: string, permission: string, cause?: unknown): HeadgateError =>
  new HeadgateError(
    "pull_refused",
    `AWS (${service}) refuses: it needs credentials that may call ${permission}.`,
    {},
    { cause },
  );

const unreachable = (service: string, why: string, cause?: unknown): HeadgateError =>
  new HeadgateError("pull_unreachable", `AWS (${service}): ${why}`, {}, { cause });
