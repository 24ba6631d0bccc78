import { brotliCompressSync, gzipSync } from "node:zlib";
import { fineAnswers, fineFields } from "../functions/hostile/hostile-survey.ts";
import { mutatedForm } from "../functions/hostile/mutated-form.ts";
import { mutatedJson } from "../functions/hostile/mutated-json.ts";
import { mutatedText } from "../functions/hostile/mutated-text.ts";
import { oneOf } from "../functions/hostile/random.ts";
import type { Volley } from "./raw-connection.ts";

/** What a request has to name so that its answers could be stored. */
export interface Target {
  readonly link: string;
  readonly wave: string;
  readonly instrument: string;
}

export interface HostileVolley extends Volley {
  readonly kind: string;
  /** The JSON body of its one request, where it was sent as such. */
  readonly json?: string;
}

type Header = string | readonly [string, string | number];

const json = "Content-Type: application/json";
const form = "Content-Type: application/x-www-form-urlencoded";

/** A request as bytes. `undefined` headers are left out; a body has its length announced unless the headers say otherwise. */
function request(method: string, path: string, headers: readonly Header[], body?: Buffer | string): Buffer {
  const bytes = body === undefined ? undefined : Buffer.from(body as string);
  const lines = headers.map((header) => (typeof header === "string" ? header : `${header[0]}: ${header[1]}`));
  const isFramed = lines.some((line) => /^(?:content-length|transfer-encoding)/i.test(line));
  if (bytes && !isFramed) lines.push(`Content-Length: ${bytes.length}`);
  const head = `${method} ${path} HTTP/1.1\r\nHost: survey.example\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), bytes ?? Buffer.alloc(0)]);
}

/** In chunks of odd sizes. */
function chunked(body: Buffer, random: () => number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const size = 1 + Math.floor(random() * Math.min(500, body.length - at));
    const extension = random() < 0.1 ? ';x="y"' : "";
    parts.push(Buffer.from(`${size.toString(16)}${extension}\r\n`), body.subarray(at, at + size), Buffer.from("\r\n"));
    at += size;
  }
  return Buffer.concat([...parts, Buffer.from(random() < 0.1 ? "0\r\nX-Trailer: 1\r\n\r\n" : "0\r\n\r\n")]);
}

const oddHeaders: readonly string[] = [
  "Accept-Language: es;q=0.5, *;q=0, en-u-ca-buddhist;q=x",
  `Accept-Language: ${"en-US,".repeat(1_000)}`,
  "Accept-Language: ../../etc/passwd",
  "Accept-Encoding: br;q=x, gzip;;q=1, *;q=0",
  "Accept: text/html\u00ff",
  "Cookie: a=b; __proto__=1; =; ;;; x",
  `Cookie: ${"a=b;".repeat(2_000)}`,
  "X-Trust-Caller: 1",
  "X-Forwarded-For: 1.2.3.4, <script>",
  'Forwarded: for="[::1]"',
  "X-HTTP-Method-Override: DELETE",
  "Origin: null",
  "Idempotency-Key: __proto__",
  'If-None-Match: W/"", *, "',
  "Range: bytes=-1,0-0,9-1,abc",
  "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
  "Authorization: Basic Og==",
  "Content-Language: \u00e9",
  "Expect: 100-continue",
  "Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
];

const oddTypes: readonly string[] = [
  "Content-Type: text/plain",
  "Content-Type: application/json; charset=utf-7",
  "Content-Type: APPLICATION/JSON",
  "Content-Type: application/json, text/html",
  "Content-Type: multipart/form-data; boundary=",
  'Content-Type: application/x-www-form-urlencoded; charset="',
  "Content-Type: ",
  "Content-Type: application/json\r\nContent-Type: text/plain",
  "X-Nothing: 1",
];

const oddPaths: readonly string[] = [
  "/",
  "//",
  "/s/",
  "/s/%",
  "/s/%zz",
  "/s/%00",
  "/s/%ff%fe",
  "/s/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "/s/__proto__",
  "/s/constructor/thanks",
  "/s/$%7Blink%7D",
  `/s/${"a".repeat(8_000)}`,
  `/${"a/".repeat(4_000)}`,
  "/data/../../etc/passwd",
  "/data/%2e%2e/%2e%2e/private/tallies",
  "/data/..%2f..%2fprivate%2f",
  "/data/%00/x.csv",
  "/data/x\\..\\..\\private",
  "/results/%E0%A4%A",
  "/results//////",
  "/results/__proto__/toString",
  "/check?lang=__proto__&lang=es&lang=",
  "/check?receipt=%ff&receipt[]=1",
  "/?lang=%00%ff",
  `/?${"lang=es&".repeat(1_500)}`,
  "/api/v1/responses",
  "/api/v1/responses/",
  "/api/v1/manage/status?department=%ff",
  "/api/v1/manage/%2e%2e/responses",
  "/api/v1/import/riverton/w1",
  "/api/v1/invitations/riverton/w1",
  "/api/v1/openapi.json?__proto__[x]=1",
  "/dev/token",
  "http://elsewhere.example/s/x?lang=es",
  "HTTP://[::1]/",
  "/é".normalize("NFD"),
  "/%F0%9F%98%80",
  "?",
  "*",
];

const methods: readonly string[] = "GET GET POST HEAD PUT DELETE OPTIONS PATCH TRACE PROPFIND".split(" ");

/** Beginnings that are no HTTP, or two truths about how long a body is. */
const broken: readonly string[] = [
  "\r\n\r\n\r\n",
  "\0\0\0\0\r\n\r\n",
  "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "GET / HTTP/0.9\r\n\r\n",
  "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
  "GET  /  HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /\u00ff\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET / HTTP/1.1\nHost: x\n\n",
  "GET / HTTP/1.1\r\nHost: x\r\n folded: yes\r\n\r\n",
  "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
  "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n",
  `GET / HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 3_000 }, (_, at) => `A${at}: 1\r\n`).join("")}\r\n`,
  `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(40_000)}\r\n\r\n`,
  `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n{}",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n",
  "POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;\n{}\r\n0\r\n\r\n",
  `POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${"x".repeat(20_000)}\r\n`,
];

/** 10 MB that are 10 kB on the way. */
const bomb = gzipSync(Buffer.alloc(10_000_000, 0x20));

/** Makes hostile requests one after the other; the same seed makes the same. @param target of those that are aimed well */
export function hostileRequests(target: Target, random: () => number): (submission: string) => HostileVolley {
  const bodyOf = (submission: string): string => {
    const { link, wave, instrument } = target;
    return mutatedJson({ frame: { link, wave, instrument, submission, language: "en" }, answers: fineAnswers }, random);
  };
  const formOf = (submission: string): string => {
    const frame = { _submission: submission, _wave: target.wave, _instrument: target.instrument, _language: "es" };
    return mutatedForm([...Object.entries(frame), ...fineFields], random);
  };
  const extra = (): readonly string[] => (random() < 0.1 ? [oneOf(random, oddHeaders)] : []);
  const one = (kind: string, method: string, bytes: Buffer): HostileVolley => ({
    kind,
    bytes,
    methods: [method],
    until: "answers",
  });
  const answered = (submission: string): HostileVolley => {
    const text = bodyOf(submission).toWellFormed();
    const body = Buffer.from(text);
    const isChunked = random() < 0.1;
    const headers = [json, ...extra(), ...(isChunked ? ["Transfer-Encoding: chunked"] : [])];
    const bytes = request("POST", "/api/v1/responses", headers, isChunked ? chunked(body, random) : body);
    return { ...one(isChunked ? "chunked" : "json", "POST", bytes), json: text };
  };
  const sentForm = (submission: string): HostileVolley => {
    const path = `/s/${target.link}${random() < 0.1 ? "?lang=es&lang=%ff" : ""}`;
    return one("form", "POST", request("POST", path, [form, ...extra()], formOf(submission)));
  };
  const rare: readonly ((submission: string) => HostileVolley)[] = [
    (submission) =>
      one("wrong type", "POST", request("POST", "/api/v1/responses", [oneOf(random, oddTypes)], bodyOf(submission))),
    (submission) =>
      one("wrong type", "POST", request("POST", `/s/${target.link}`, [oneOf(random, oddTypes)], formOf(submission))),
    (submission) => {
      const [name, bytes] = oneOf(random, [
        ["gzip", gzipSync(bodyOf(submission))],
        ["br", brotliCompressSync(bodyOf(submission), { params: { 1: 1 } })],
        ["gzip", bomb],
        ["deflate, gzip", Buffer.from(bodyOf(submission))],
        ["x\u00ff", Buffer.from("{}")],
      ] as const);
      return one("compressed", "POST", request("POST", "/api/v1/responses", [json, ["Content-Encoding", name]], bytes));
    },
    () => {
      const method = oneOf(random, methods);
      const path = random() < 0.5 ? oneOf(random, oddPaths) : mutatedPath(random);
      const body = method === "POST" && random() < 0.5 ? "x=%&=" : undefined;
      return one("path", method, request(method, path, [...extra(), ...(body ? [form] : [])], body));
    },
    () => {
      const size = oneOf(random, [65_536, 65_537, 70_000, 262_144, 262_145, 300_000]);
      const body = oneOf(random, ["[", " ", "a=1&", '{"a":']).repeat(size).slice(0, size);
      const [path, type] = oneOf(random, [
        ["/api/v1/responses", json],
        [`/s/${target.link}`, form],
        ["/check", form],
      ]);
      return one("oversized", "POST", request("POST", path!, [type!], body));
    },
    (submission) => {
      const many = Array.from(
        { length: 2 + Math.floor(random() * 10) },
        (_, at) => `${submission.slice(0, -1)}${at.toString(36)}`,
      );
      const volleys = many.map((id) => (random() < 0.7 ? answered(id) : sentForm(id)));
      const bytes = Buffer.concat(volleys.map(({ bytes }) => bytes));
      return { kind: "pipelined", bytes, methods: volleys.map(() => "POST"), until: "answers" };
    },
    () => ({ ...one("broken", "POST", Buffer.from(oneOf(random, broken), "latin1")), until: "end" }),
    (submission) => {
      const { bytes } = random() < 0.7 ? answered(submission) : sentForm(submission);
      const mangled = Buffer.from(mutatedText(bytes.toString("latin1"), random), "latin1");
      return { ...one("mangled", "POST", mangled), until: "end" };
    },
    (submission) => {
      const { bytes } = random() < 0.7 ? answered(submission) : sentForm(submission);
      const part = bytes.subarray(0, Math.floor(random() * bytes.length));
      return { ...one("truncated", "POST", part), until: oneOf(random, ["end", "cut"] as const) };
    },
  ];
  return (submission) => {
    const kind = random();
    if (kind < 0.55) return answered(submission);
    return kind < 0.7 ? sentForm(submission) : oneOf(random, rare)(submission);
  };
}

/** A path that exists, changed; without what would end the line. */
function mutatedPath(random: () => number): string {
  const path = oneOf(random, [
    "/s/k7q2m9?lang=en",
    "/results/riverton/",
    "/data/riverton/core/latest/manifest.json",
    "/check",
  ]);
  const changed = mutatedText(path, random).replace(/[^\x21-\x7e]/g, "%");
  return changed.startsWith("/") ? changed : `/${changed}`;
}
