import { fieldsOf, fieldValue } from "./form-fields.ts";
import { focusHeading, formOf, replaceBody, say } from "./page-body.ts";
import { post, type Reply } from "./post.ts";
import { first, last } from "./screens.ts";
import { depth, guarded, leave, save, session } from "./session.ts";
import type { Field } from "./shown.ts";

const mostSecondsBetweenTries = 60;

/** “Send” was pressed. */
export async function trySend(): Promise<void> {
  const { survey } = session;
  if (!survey) return;
  if (session.at !== last) session.at = survey.screens.show(last, true);
  session.tries = 0;
  save(true);
  await send();
}

/** Sends what waits, until it is acknowledged. The same submission each time, so it is stored once. */
export async function send(): Promise<void> {
  const { survey, outgoing } = session;
  if (session.isSending || !survey || !outgoing) return;
  session.isSending = true;
  clearTimeout(session.timer);
  const { drafts, words, address } = survey;
  const { wave, fields } = outgoing;
  say(words.sending);
  const reply = await alone(drafts.keyOf(wave), async () => {
    const kept = drafts.read(wave);
    if (kept && !kept.fields) return undefined;
    const reply = await post(address, fields);
    const isOver = reply.status === 409 && !reply.page?.querySelector("main form");
    if (reply.thanks || isOver) drafts.write(wave, { at: first, isPending: false });
    return reply;
  });
  session.isSending = false;
  if (reply) settle(reply, wave, fields);
  else leave(address);
}

function settle({ page, thanks, seconds = 0 }: Reply, wave: string, fields: readonly Field[]): void {
  if (!session.survey) return;
  const { drafts, words, address } = session.survey;
  if (!page && !thanks) {
    say(words.waiting);
    // Not all at the same moment when a network comes back.
    const pause = Math.min(mostSecondsBetweenTries, 2 ** ++session.tries) * (1 + Math.random() / 2);
    session.timer = setTimeout(guarded(send), Math.max(seconds, pause) * 1000);
    return;
  }
  session.outgoing = undefined;
  if (!page) {
    leave(address);
    return;
  }
  if (!thanks && drafts.read(wave)?.fields) drafts.write(wave, { fields, at: session.at, isPending: false });
  replaceBody(page);
  const form = formOf();
  if (thanks || !form) {
    session.survey = undefined;
    if (thanks) forgetSteps(thanks);
    focusHeading();
    return;
  }
  if (fieldValue(fieldsOf(form), "_wave") !== wave) {
    drafts.remove(wave);
    session.at = first;
  }
  session.begin(true);
}

/** The thank-you page is in the place of the form, and of all the steps that led here. */
function forgetSteps(address: string): void {
  session.thanked = address;
  if (depth() > 0) history.go(-depth());
  else history.replaceState(null, "", address);
}

/** The same page in another language, at the same question. */
export async function speak(language: string): Promise<void> {
  if (!session.survey || session.isSending) return;
  const { form, address, words } = session.survey;
  session.isSending = true;
  const { page, thanks } = await post(address, [...fieldsOf(form), ["_lang", language]]);
  session.isSending = false;
  if (!page || thanks) {
    say(words.waiting);
    // A try of what waits to be sent may have come to nothing meanwhile.
    await send();
    return;
  }
  replaceBody(page);
  session.begin(true);
}

/** One tab at a time, where the browser can tell; where it cannot, the server takes a submission once all the same. */
async function alone<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
  return navigator.locks ? ((await navigator.locks.request(name, act)) as Value) : act();
}
