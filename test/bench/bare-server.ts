import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * The least that could take an answer durably: one process, no routes, no check beyond parsing, and the same commit for all
 * of a turn of the event loop. Prints its port. What the host costs is measured against it.
 */
const database = new DatabaseSync(join(process.argv[2]!, "bare.db"));
database.exec(`
  pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;
  create table answers (
    wave text not null, submission text not null, instrument text not null, language text not null,
    answers text not null, digest text not null, primary key (wave, submission)
  ) strict, without rowid`);
const insert = database.prepare("insert into answers values (?, ?, ?, ?, ?, ?) on conflict do nothing");

interface Arrived {
  readonly row: readonly string[];
  readonly response: ServerResponse;
}
let waiting: Arrived[] = [];

const commit = (): void => {
  const group = waiting;
  waiting = [];
  database.exec("begin immediate");
  for (const { row } of group) insert.run(...row);
  database.exec("commit");
  for (const { response } of group) {
    response.writeHead(201, { "content-type": "application/json", "content-length": 2 });
    response.end("{}");
  }
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { wave, submission, instrument, language, answers } = JSON.parse(Buffer.concat(chunks).toString());
    const text = JSON.stringify(answers);
    const digest = createHash("sha256")
      .update(submission + instrument + text + language)
      .digest("hex");
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ row: [wave, submission, instrument, language, text, digest], response });
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
