/**
 * Every function of the system once: what calls it, what it may read and write, its memory and its time limit. The CDK
 * stack (`lib/infra`), the local host (`lib/local`), the bundle (`functions/bundle.ts`) and OpenAPI are made from this table.
 */

export const allScopes = ["trust:read", "trust:manage", "trust:custodian", "trust:partner", "trust:micro"] as const;
export type Scope = (typeof allScopes)[number];

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** As API Gateway writes it: `/s/{link}`, `/api/v1/manage/{proxy+}`. */
  readonly path: string;
  /** Without one, anybody may call; with one, a JWT whose claims hold at least one of these scopes. */
  readonly scopes?: readonly Scope[];
}

/** What a function may do with a store, in the stores' own words. */
export type Grant =
  | { readonly store: "answers"; readonly may: readonly AnswerAction[] }
  | {
      readonly store: "registry";
      readonly may: readonly ("read" | "list" | "write")[];
      /** Kinds of documents the grant is limited to. A wave's secrets are of a kind of their own, `wave-keys`. */
      readonly kinds?: readonly string[];
    }
  | {
      readonly store: "public" | "private";
      readonly may: readonly ("read" | "list" | "put" | "remove")[];
      /** Key prefix the grant is limited to. */
      readonly prefix?: string;
    }
  /** Signs by the key of the installation, which no function ever holds. */
  | { readonly store: "signer"; readonly may: readonly "sign"[] };
export type AnswerAction = "add" | "read-invitation" | "add-invitations" | "read" | "delete" | "add-receipt";

/** Where the environment of a function has the name of each store that it may use, and of the key that signs. */
export const storeVariables = {
  answers: "TRUST_ANSWERS_TABLE",
  registry: "TRUST_REGISTRY_TABLE",
  public: "TRUST_PUBLIC_BUCKET",
  private: "TRUST_PRIVATE_BUCKET",
  signer: "TRUST_SIGNING_KEY",
} as const satisfies Readonly<Record<Grant["store"], string>>;

export interface CatalogueEntry {
  readonly name: string;
  readonly purpose: string;
  readonly routes: readonly Route[];
  /** Runs by itself so often. */
  readonly everyMinutes?: number;
  readonly grants: readonly Grant[];
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Its work may outlast a request: it may call itself, and no other function, to go on with it. */
  readonly callsItself?: true;
}

export const catalogue = [
  {
    name: "home",
    purpose: "Who is this for, with the surveys and results of this installation.",
    routes: [
      { method: "GET", path: "/" },
      // Whatever no other function answers.
      { method: "GET", path: "/{proxy+}" },
    ],
    grants: [{ store: "registry", may: ["list"], kinds: ["department", "survey", "link", "release"] }],
    memoryMegabytes: 256,
    timeoutSeconds: 10,
  },
  {
    name: "survey-page",
    purpose: "The survey page of a link, and its thank-you page.",
    routes: [
      { method: "GET", path: "/s/{link}" },
      { method: "GET", path: "/s/{link}/thanks" },
    ],
    grants: [{ store: "registry", may: ["read", "list"] }],
    memoryMegabytes: 256,
    timeoutSeconds: 10,
  },
  {
    name: "submit-response",
    purpose: "Stores one resident's answers, sent as a form or as JSON.",
    routes: [
      { method: "POST", path: "/s/{link}" },
      { method: "POST", path: "/api/v1/responses" },
    ],
    grants: [
      { store: "registry", may: ["read", "list"] },
      { store: "answers", may: ["add", "read-invitation", "add-receipt"] },
    ],
    memoryMegabytes: 512,
    timeoutSeconds: 10,
  },
  {
    name: "check-receipt",
    purpose: "Whether a receipt was counted. What is typed is sent in a body, so that no address holds it.",
    routes: [
      { method: "GET", path: "/check" },
      { method: "POST", path: "/check" },
    ],
    grants: [
      { store: "registry", may: ["list"], kinds: ["department", "survey", "release"] },
      // Lists nothing; without the right S3 says "forbidden" of a list that is not there.
      { store: "public", may: ["read", "list"], prefix: "data/" },
    ],
    memoryMegabytes: 256,
    timeoutSeconds: 10,
  },
  {
    name: "openapi",
    purpose: "The description of this interface.",
    routes: [{ method: "GET", path: "/api/v1/openapi.json" }],
    grants: [],
    memoryMegabytes: 256,
    timeoutSeconds: 10,
  },
  {
    name: "manage",
    purpose: "Departments, waves and links: what the verbs apply, export, open, close, extend, cancel and links do.",
    routes: [
      { method: "GET", path: "/api/v1/manage/{proxy+}", scopes: ["trust:read", "trust:manage"] },
      { method: "POST", path: "/api/v1/manage/{proxy+}", scopes: ["trust:manage"] },
      { method: "PUT", path: "/api/v1/manage/{proxy+}", scopes: ["trust:manage"] },
    ],
    grants: [{ store: "registry", may: ["read", "list", "write"] }],
    memoryMegabytes: 512,
    timeoutSeconds: 29,
  },
  {
    name: "import-responses",
    purpose: "Answers from paper, phone or another system, at most 200 rows a call.",
    routes: [{ method: "POST", path: "/api/v1/import/{department}/{wave}", scopes: ["trust:manage"] }],
    grants: [
      { store: "registry", may: ["read"], kinds: ["department", "survey", "instrument", "wave", "wave-keys"] },
      { store: "answers", may: ["add", "read-invitation"] },
    ],
    memoryMegabytes: 512,
    timeoutSeconds: 29,
  },
  {
    name: "load-invitations",
    purpose: "Takes the custodian's ledger of letter codes: hashes and design classes, never codes.",
    routes: [{ method: "POST", path: "/api/v1/invitations/{department}/{wave}", scopes: ["trust:custodian"] }],
    grants: [
      { store: "registry", may: ["read"], kinds: ["wave", "wave-keys"] },
      { store: "registry", may: ["write"], kinds: ["wave-keys"] },
      { store: "answers", may: ["add-invitations"] },
    ],
    memoryMegabytes: 512,
    timeoutSeconds: 29,
  },
  {
    name: "tally-waves",
    purpose:
      "Turns the answers of waves that are over into tallies; counts who answered while they are open; deletes what expired.",
    routes: [{ method: "POST", path: "/api/v1/tallies/{department}/{wave}", scopes: ["trust:manage"] }],
    everyMinutes: 10,
    grants: [
      { store: "registry", may: ["read", "list", "write"] },
      { store: "answers", may: ["read", "delete"] },
      { store: "private", may: ["read", "list", "put", "remove"], prefix: "tallies/" },
    ],
    memoryMegabytes: 1024,
    timeoutSeconds: 900,
    callsItself: true,
  },
  {
    name: "publish-waves",
    purpose: "Turns tallies into protected estimates and releases them. It has no right to read answers.",
    routes: [
      { method: "POST", path: "/api/v1/releases/{department}/{wave}", scopes: ["trust:manage"] },
      { method: "GET", path: "/api/v1/reviews/{department}/{wave}", scopes: ["trust:read", "trust:manage"] },
      { method: "GET", path: "/api/v1/reproductions/{department}/{release}", scopes: ["trust:read", "trust:manage"] },
      { method: "POST", path: "/api/v1/tombstones/{department}/{release}", scopes: ["trust:manage"] },
    ],
    everyMinutes: 10,
    grants: [
      { store: "registry", may: ["read", "list", "write"] },
      { store: "private", may: ["read", "list", "put"] },
      // To remove what law demands to remove; what is released otherwise stays.
      { store: "public", may: ["read", "list", "put", "remove"] },
      { store: "signer", may: ["sign"] },
    ],
    memoryMegabytes: 1024,
    timeoutSeconds: 900,
    callsItself: true,
  },
] as const satisfies readonly CatalogueEntry[];

export type FunctionName = (typeof catalogue)[number]["name"];
