import type { MessageKey } from "../language/strings.ts";

/** A test that fails when a promise is broken: its file below `test/`, and its name as written there. */
export interface Proof {
  readonly file: string;
  readonly test: string;
}

const submit = (name: string, test: string): Proof => ({ file: `functions/submit-response/${name}.test.ts`, test });
const receipts = submit("receipts", "nothing of the receipt is in the response, and the log says nothing of it");
const once = submit("form", "the same form sent twice is stored once and thanked twice");
const unsent = (test: string): Proof => ({ file: "journeys/resident-unsent.test.ts", test });
const cutAndClosed = unsent(
  "the connection is cut at item 4, the page closed, opened again and sent: stored once, nothing stays",
);
const backAndReload = unsent("back, reload and a new visit lose nothing, not even the place");
const canary: Proof = {
  file: "journeys/privacy-canary.test.ts",
  test: "no address, agent, code or receipt of 10,000 requests is in any file, object or log; answers are in the answers alone",
};
const crashed: Proof = {
  file: "journeys/crash-canary.test.ts",
  test: "errors nobody thought of, whose messages quote the answers: a 500, and nothing of the request anywhere",
};
const acknowledged: Proof = {
  file: "journeys/kill.test.ts",
  test: "killed again and again in the middle of 1,000 submissions: each acknowledged one is there once, and no other",
};

/** What the pages promise to residents, sentence by sentence, and the tests that prove it. A promise without one fails the suite. */
export const promises = {
  trial: [{ file: "functions/tally-waves.test.ts", test: "a trial is never tallied" }],
  "consent-effort": [submit("form", "answers are stored as they were given, and nothing beside them")],
  "consent-stored": [submit("form", "answers are stored as they were given, and nothing beside them"), canary, crashed],
  "consent-seen": [
    {
      file: "disclosure/protect.test.ts",
      test: "fewer than ten are not shown, nor is a second area, or the first would be the rest",
    },
    {
      file: "functions/tally-waves.test.ts",
      test: "after expiry answers, tallies and keys are gone, and the wave is sealed",
    },
  ],
  "code-hint": [
    submit("invited", "without a code the answer is in the open sample; the code itself is nowhere"),
    submit(
      "invited",
      "a spent code and one that never was get the same page after the same calls, and the answers are kept",
    ),
  ],
  "code-refused": [
    submit("invited", "a code typed as it is printed puts the answer into the invited sample, in its class; once"),
  ],
  withdraw: [submit("form", "answers are stored as they were given, and nothing beside them"), canary],
  "send-note": [submit("form", "changed answers of the same page are not taken: the first stand")],
  "wave-changed": [
    submit(
      "waves",
      "the page of a closed wave becomes the page of the open one: answers that fit kept, a submission of its own",
    ),
  ],
  kept: [backAndReload],
  "kept-text": [backAndReload, cutAndClosed],
  "delete-kept": [backAndReload],
  waiting: [
    cutAndClosed,
    unsent("sending goes on by itself when the connection returns, and a lost acknowledgement is asked for again"),
  ],
  "still-there": [
    {
      file: "pages/kiosk.test.ts",
      test: "a page left with answers in it asks, and within a minute is a new page for the next person",
    },
  ],
  "stored-next": [
    {
      file: "pages/entering.test.ts",
      test: "link %s: a whole survey by keys, one screen, stored as %s, and a fresh form after it",
    },
  ],
  "check-counted": [
    {
      file: "functions/check-receipt.test.ts",
      test: "a receipt is in no results before the release, and counted after it, however it is typed",
    },
  ],
  "check-not-found": [
    {
      file: "functions/check-receipt.test.ts",
      test: "a receipt is in no results before the release, and counted after it, however it is typed",
    },
  ],
  "thanks-text": [acknowledged],
  "used-text": [submit("form", "changed answers of the same page are not taken: the first stand")],
  "busy-text": [once],
  "unavailable-text": [once, acknowledged],
  "fault-text": [once],
  "check-none": [acknowledged],
  "receipt-use": [
    receipts,
    {
      file: "functions/check-receipt.test.ts",
      test: "a receipt is in no results before the release, and counted after it, however it is typed",
    },
  ],
  "check-lead": [
    {
      file: "functions/check-receipt.test.ts",
      test: "the page shows no receipt again that was typed, and nothing is logged of it",
    },
  ],
} as const satisfies Readonly<Partial<Record<MessageKey, readonly Proof[]>>>;

/** A message that promises something. */
export type PromiseKey = keyof typeof promises;
