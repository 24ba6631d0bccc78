import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { objectFiles } from "../files/object-files.ts";
import { keyFileSigner, signingKeyFile } from "../files/signing-key.ts";
import { requireGrant, type StoreGrant } from "../grant.ts";
import type { CallMessage, CallName, ReplyMessage } from "../port-calls.ts";
import { toFailure } from "../port-failure.ts";
import type { ThreadRequest } from "../store-thread.ts";
import { releaseDataFolder } from "./data-folder.ts";
import { openData } from "./database.ts";
import { asProblem, groupCommit } from "./group-commit.ts";
import { keepHouse } from "./housekeeping.ts";
import { type Answering, type Deletion, threadCalls } from "./thread-calls.ts";

/**
 * The store thread: it alone has the data folder open, writes, groups the commits of all ports, and keeps house.
 * Started by `startStoreThread`.
 */
const houseEvery = 10 * 60 * 1_000;
const deleteAtOnce = 5_000;

const host = parentPort!;
try {
  const { folder, database } = openData(workerData.data);
  run(folder, database);
  host.postMessage({ id: 0 });
} catch (error) {
  host.postMessage({ id: 0, failure: toFailure(error) });
  host.close();
}

function run(folder: string, database: DatabaseSync): void {
  const temporary = join(folder, "temporary");
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { mode: 0o700 });
  const buckets = {
    public: objectFiles(join(folder, "public"), temporary),
    private: objectFiles(join(folder, "private"), temporary),
  };

  let written = (statSync(join(folder, "store.db-wal"), { throwIfNoEntry: false })?.size ?? 0) > 0;
  const commits = groupCommit(database, () => {
    written = true;
  });
  const keepHouseNow = (whole: boolean) => {
    commits.flush();
    keepHouse(database, whole);
    written = false;
  };
  const keepHouseIfWritten = () => {
    try {
      if (written) keepHouseNow(false);
    } catch {
      // A full disk or the like: `written` stays, so the next time tries again.
    }
  };
  keepHouseIfWritten();
  setInterval(keepHouseIfWritten, houseEvery).unref();

  const deletion: Deletion = async (some) => {
    let responses = 0;
    for (let rows = deleteAtOnce; rows > 0; ) {
      const gone = alone(database, () => some(deleteAtOnce));
      responses += gone.responses;
      rows = gone.rows;
      await new Promise(setImmediate);
    }
    keepHouseNow(true);
    return responses;
  };
  const calls = threadCalls(database, buckets, deletion, keyFileSigner(join(folder, signingKeyFile), temporary));

  const ports = new Set<MessagePort>();
  const serve = (port: MessagePort, grants: readonly StoreGrant[]) => {
    let replies: ReplyMessage[] = [];
    const reply = (message: ReplyMessage) => {
      if (replies.length === 0) {
        queueMicrotask(() => {
          port.postMessage(replies);
          replies = [];
        });
      }
      replies.push(message);
    };
    const answer = async <Name extends CallName>({ id, name, input }: CallMessage<Name>) => {
      const failed = (error: unknown) => reply({ id, failure: toFailure(asProblem(error)) });
      try {
        const call: Answering<Name> = calls[name];
        requireGrant(grants, call.access(input));
        if ("run" in call) reply({ id, output: await call.run(input) });
        else {
          const done = (output: unknown) => reply({ id, output });
          commits.add({ key: call.key(input), run: () => call.write(input), done, failed });
        }
      } catch (error) {
        failed(error);
      }
    };
    ports.add(port);
    port.on("message", (messages: readonly CallMessage[]) => {
      for (const message of messages) answer(message);
    });
    port.on("close", () => ports.delete(port));
  };

  const close = () => {
    commits.flush();
    keepHouseIfWritten();
    database.close();
    releaseDataFolder(folder);
    // Replies of the last commit are still on their way.
    setImmediate(() => {
      for (const port of ports) port.close();
      host.close();
    });
  };

  host.on("message", ({ id, request }: { id: number; request: ThreadRequest }) => {
    if (request.kind === "open") return serve(request.port, request.grants);
    try {
      if (request.kind === "housekeeping") keepHouseNow(true);
      if (request.kind === "close") close();
      host.postMessage({ id });
    } catch (error) {
      host.postMessage({ id, failure: toFailure(asProblem(error)) });
    }
  });
}

/** One transaction for work that does not wait for others. */
function alone<Value>(database: DatabaseSync, work: () => Value): Value {
  database.exec("begin immediate");
  try {
    const value = work();
    database.exec("commit");
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
