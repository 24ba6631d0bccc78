import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type LocalSystem, startSystem } from "./local-system.ts";
import { openSurvey, type Submission } from "./open-survey.ts";
import { storedSubmissions } from "./stored-submissions.ts";

const submissions = 1_000;
const senders = 16;
/** The system is killed each time so many more were acknowledged. */
const killEvery = 240;

const folder = mkdtempSync(join(tmpdir(), "trust-kill-"));
const data = join(folder, "data");
afterAll(() => rmSync(folder, { recursive: true }));

test("killed again and again in the middle of 1,000 submissions: each acknowledged one is there once, and no other", async () => {
  let system: LocalSystem = await startSystem(data);
  const bodyOf = await openSurvey(system.operate);
  const bodies: readonly Submission[] = Array.from({ length: submissions }, (_, index) =>
    bodyOf(index, randomBytes(16).toString("hex")),
  );
  const acknowledged = new Set<string>();
  let kills = 0;
  let lost = 0;
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    kills++;
    await system.stop("SIGKILL");
    system = await startSystem(data);
    restarting = undefined;
  };

  let next = 0;
  const send = async (): Promise<void> => {
    for (let index = next++; index < bodies.length; index = next++) {
      const body = bodies[index]!;
      while (!acknowledged.has(body.submission)) {
        await restarting;
        const status = await fetch(`${system.url}/api/v1/responses`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }).then(
          (reply) => reply.status,
          () => 0,
        );
        // No answer came: it may be stored or not, and is sent again as a page would. Then it is new (201) or was there (200).
        if (status === 0) lost++;
        else expect([200, 201, 503]).toContain(status);
        if (status === 200 || status === 201) acknowledged.add(body.submission);
        if (acknowledged.size >= killEvery * (kills + 1)) restarting ??= restart();
      }
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  await restarting;
  await system.stop("SIGKILL");

  expect(kills).toBeGreaterThanOrEqual(3);
  expect(lost).toBeGreaterThan(0);
  expect((await storedSubmissions(data)).toSorted()).toEqual(bodies.map(({ submission }) => submission).toSorted());
});
