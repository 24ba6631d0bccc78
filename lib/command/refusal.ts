/** A refusal that came back from the system over HTTP, in its own words. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, detail: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** Reads the body of an answer that is not 2xx: `application/problem+json`, or whatever a proxy in between made of it. */
export function refusalOf(status: number, body: string): Refusal {
  let problem: Record<string, unknown> = {};
  try {
    problem = JSON.parse(body) as Record<string, unknown>;
  } catch {
    // Not from us: the status has to do.
  }
  const { code, detail, title, type: _type, status: _status, ...rest } = problem;
  const message = [detail, title].find((text) => typeof text === "string");
  return new Refusal(
    status,
    typeof code === "string" ? code : "refused",
    message ?? `The system answered with status ${status}. Try again; if it stays so, look at its log.`,
    rest,
  );
}
