import aws4 from "aws4";

export type SigningInput = Readonly<{
  credential: Readonly<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;
  /** `bedrock` unless said; `s3` wants an `x-amz-content-sha256` among the headers, which says what is signed of the body. */
  service?: "bedrock" | "s3" | "savingsplans" | "ec2";
  region: string;
  method: string;
  host: string;
  path: string;
  headers: Readonly<Record<string, string | string[]>>;
  body: Buffer;
  now: Date;
}>;

/**
 * The headers that prove who asks: AWS Signature Version 4
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, not read again). The host, the content type and all `x-amz…` headers are signed, and the body by its hash;
 * other headers may be changed on the way. A signature holds for five minutes, so each attempt has its own.
 */
export function signatureHeaders(input: SigningInput): Record<string, string> {
  const { credential, region, method, host, path, body, now } = input;
  const signed: Record<string, string | string[]> = {};
  for (const name in input.headers) {
    const value = input.headers[name];
    if (value !== undefined && (name === "content-type" || name.startsWith("x-amz"))) {
      signed[name] = value;
    }
  }
  const added: Record<string, string> = { "x-amz-date": basicFormat(now) };
  if (credential.sessionToken !== undefined) {
    added["x-amz-security-token"] = credential.sessionToken;
  }
  const signer = new aws4.RequestSigner(
    {
      service: input.service ?? "bedrock",
      region,
      method,
      host,
      path,
      headers: { ...signed, ...added, host },
      body,
      doNotModifyHeaders: true,
    },
    credential,
  );
  signer.datetime = added["x-amz-date"] as string;
  added.authorization = signer.authHeader();
  return added;
}

/** ISO 8601 as the signature wants it: 20261125T170000Z. */
const basicFormat = (time: Date): string => time.toISOString().replace(/[:-]|\.\d{3}/g, "");
