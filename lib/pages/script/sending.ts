import { fieldsOf, fieldValue } from "./form-fields.ts";
import { focusHeading, replaceBody, say } from "./page-body.ts";
import { post, type Reply } from "./post.ts";
import { first, last } from "./screens.ts";
import { depth, guarded, leave, save, session } from "./session.ts";
import type { Field } from "./shown.ts";

/** Begins with a page that came as an answer. */
type Begin = (isAnswer: true) => void;

/** “Send” was pressed. */
export async function trySend(begin: Begin): Promise<void> {
  const { survey } = session;
  if (!survey) return;
  if (session.at !== last) session.at = survey.screens.show(last, true);
  save(true);
  await send(begin);
}

/** Sends what waits, until it is acknowledged. The same submission each time, so it is stored once. */
export async function send(begin: Begin): Promise<void> {
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
    const isOver = reply.kind === "page" && reply.status === 409 && !reply.page.querySelector("main form");
    if (reply.kind === "stored" || isOver) drafts.write(wave, { at: first, isPending: false });
    return reply;
  });
  session.isSending = false;
  if (reply) settle(reply, wave, fields, begin);
  else leave(address);
}

const mostSecondsBetweenTries = 60;

function settle(reply: Reply, wave: string, fields: readonly Field[], begin: Begin): void {
  if (!session.survey) return;
  const { drafts, words, address } = session.survey;
  if (reply.kind === "wait") {
    say(words.waiting);
    session.tries++;
    // Not all at the same moment when a network comes back.
    const pause = Math.min(mostSecondsBetweenTries, 2 ** session.tries) * (1 + Math.random() / 2);
    session.timer = setTimeout(
      guarded(() => send(begin)),
      Math.max(reply.seconds, pause) * 1000,
    );
    return;
  }
  session.tries = 0;
  session.outgoing = undefined;
  if (reply.kind === "stored") {
    if (reply.isWhole) thank(reply.page, reply.address);
    else leave(address);
    return;
  }
  if (drafts.read(wave)?.fields) drafts.write(wave, { fields, at: session.at, isPending: false });
  replaceBody(reply.page);
  const form = document.querySelector<HTMLFormElement>("main form");
  if (!form) {
    session.survey = undefined;
    focusHeading();
    return;
  }
  if (fieldValue(fieldsOf(form), "_wave") !== wave) {
    drafts.remove(wave);
    session.at = first;
  }
  begin(true);
}

/** The thank-you page in the place of the form, and of all the steps that led here. */
function thank(page: Document, address: string): void {
  session.survey = undefined;
  session.after = address;
  replaceBody(page);
  if (depth() > 0) history.go(-depth());
  else history.replaceState(null, "", address);
  focusHeading();
}

/** The same page in another language, at the same question. */
export async function speak(language: string, begin: Begin): Promise<void> {
  if (!session.survey || session.isSending) return;
  const { form, address, words } = session.survey;
  session.isSending = true;
  const reply = await post(address, [...fieldsOf(form), ["_lang", language]]);
  session.isSending = false;
  if (reply.kind !== "page") {
    say(words.waiting);
    return;
  }
  replaceBody(reply.page);
  begin(true);
}

/** One tab at a time, where the browser can tell; where it cannot, the server takes a submission once all the same. */
async function alone<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
  return navigator.locks ? ((await navigator.locks.request(name, act)) as Value) : act();
}
