import { askedWave, fullName } from "./find-wave.ts";
import { readLedger } from "./ledger.ts";
import { progress } from "./progress.ts";
import type { Action } from "./verb.ts";

/** What the route takes at once. */
const perCall = 500;

/** `trust invitations load LEDGER` */
export const load: Action = async ({ args, options, terminal, connect }) => {
  const { department, wave, pepper, invitations } = await readLedger(terminal.folder, String(args[0]));
  const connection = await connect();
  const bar = progress(terminal, "Loading", invitations.length);
  let added = 0;
  try {
    for (let at = 0; at < invitations.length; at += perCall) {
      const part = invitations.slice(at, at + perCall);
      const path = `/api/v1/invitations/${encodeURIComponent(department)}/${encodeURIComponent(wave)}`;
      added += (await connection.call<{ added: number }>("POST", path, { pepper, invitations: part })).added;
      bar.at(at + part.length);
    }
  } finally {
    bar.end();
  }
  const name = fullName({ department, wave });
  return {
    data: { department, wave, invitations: invitations.length, added },
    text:
      options.dryRun === true
        ? `${invitations.length} invitations could be loaded into ${name}.`
        : `${added} of ${invitations.length} invitations are new in ${name}.`,
  };
};

/** `trust invitations destroy-pepper WAVE` */
export const destroyPepper: Action = async ({ args, options, connect }) => {
  const connection = await connect();
  const { department, wave } = await askedWave(connection, args);
  await connection.call("POST", `/api/v1/invitations/${department}/${wave}`, { destroyPepper: true });
  const name = fullName({ department, wave });
  return {
    data: { department, wave, pepper: options.dryRun === true ? "kept" : "destroyed" },
    text:
      options.dryRun === true
        ? `The pepper of ${name} could be destroyed.`
        : `The pepper of ${name} is destroyed. Destroy the ledger and its copies too, or codes can still be recognized with it.`,
  };
};
