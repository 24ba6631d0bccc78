import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Mode, Response, Stream } from "../../survey/response.ts";
import { packAnswers, unpackAnswers } from "./packed-answers.ts";

export type Item = Record<string, AttributeValue>;

/**
 * A response as the attributes of an item, apart from its key. A response to an instrument of the size of `core-1` fits in
 * 1,024 bytes, which is one write unit: short names, hashes as bytes, answers packed, nothing for what is absent.
 */
export function toItem(response: Response): Item {
  const { instrument, stream, place, mode, language, designClass, flags, answers, digest, expires } = response;
  const item: Item = {
    i: fromHex(instrument),
    s: { S: stream },
    m: { S: mode },
    l: { S: language },
    c: { S: designClass },
    a: { S: packAnswers(answers) },
    d: fromHex(digest),
    expires: { N: String(expires) },
  };
  if (place !== null) item.p = { S: place };
  if (flags.length > 0) item.f = { L: flags.map((flag) => ({ S: flag })) };
  return item;
}

export function fromItem({ sk, i, s, p, m, l, c, f, a, d, expires }: Item): Response {
  return {
    submission: sk!.S!,
    instrument: toText(i!),
    stream: s!.S as Stream,
    place: p?.S ?? null,
    mode: m!.S as Mode,
    language: l!.S!,
    designClass: c!.S!,
    flags: f?.L?.map((flag) => flag.S!) ?? [],
    answers: unpackAnswers(a!.S!),
    digest: toText(d!),
    expires: Number(expires!.N),
  };
}

/** The digest of a stored response. */
export function digestOf({ d }: Item): string {
  return toText(d!);
}

function fromHex(text: string): AttributeValue {
  return /^(?:[0-9a-f]{2})+$/.test(text) ? { B: Buffer.from(text, "hex") } : { S: text };
}

function toText({ B, S }: AttributeValue): string {
  return B ? Buffer.from(B).toString("hex") : S!;
}
