import { findSurvey } from "./find-survey.ts";
import { askedWave, fullName, type ListedWave } from "./find-wave.ts";
import { localTime, readTime } from "./instant.ts";
import type { Action, Context } from "./verb.ts";

interface Changed {
  readonly wave: ListedWave;
}

/** `trust open WAVE --closes INSTANT` */
export const open: Action = async ({ args, options, terminal, connect }) => {
  const [id, department] = String(args[0]).split("/").reverse();
  const closes = readTime("--closes", String(options.closes));
  const opens = options.opens === undefined ? undefined : readTime("--opens", String(options.opens));
  const connection = await connect();
  const named = options.survey === undefined ? undefined : String(options.survey);
  const survey = await findSurvey(connection, named, department);
  const { wave } = await connection.call<Changed>("POST", "/api/v1/manage/waves", {
    department: survey.department,
    survey: survey.survey,
    wave: id,
    opens: opens?.(survey.timeZone) ?? new Date(terminal.now()).toISOString(),
    closes: closes(survey.timeZone),
    trial: options.trial === true,
  });
  const kind = wave.trial ? "trial wave (never counted)" : "wave";
  return {
    data: wave,
    text: `${would(options)} ${kind} ${fullName(wave)} of ${wave.survey}: ${wave.opens} to ${wave.closes} (${localTime(wave.closes, survey.timeZone)}). Answers expire on ${day(wave.expires)}.`,
  };
};

/** `trust close WAVE [--imports]` */
export const close: Action = async (context) => {
  const imports = context.options.imports === true;
  const wave = await change(context, imports ? "close-imports" : "close");
  const text = imports
    ? `${fullName(wave)} takes no more imports, and the key that recognizes imported rows is gone.`
    : `${fullName(wave)} closes at ${wave.closes}; it may be tallied from ${wave.tallyFrom}.`;
  return { data: wave, text: prefixed(context.options, text) };
};

/** `trust extend WAVE --closes INSTANT` */
export const extend: Action = async (context) => {
  const closes = readTime("--closes", String(context.options.closes));
  const connection = await context.connect();
  const asked = await askedWave(connection, context.args);
  const { timeZone } = await findSurvey(connection, asked.survey, asked.department);
  const wave = await change(context, "extend", { closes: closes(timeZone) });
  const text = `${fullName(wave)} closes at ${wave.closes} (${localTime(wave.closes, timeZone)}).`;
  return { data: wave, text: prefixed(context.options, text) };
};

/** `trust cancel WAVE` */
export const cancel: Action = async (context) => {
  const wave = await change(context, "cancel");
  const text = `${fullName(wave)} is cancelled; its answers are deleted within minutes.`;
  return { data: wave, text: prefixed(context.options, text) };
};

async function change({ args, connect }: Context, action: string, body: object = {}): Promise<ListedWave> {
  const connection = await connect();
  const { department, wave } = await askedWave(connection, args);
  const path = `/api/v1/manage/waves/${department}/${wave}/${action}`;
  return (await connection.call<Changed>("POST", path, body)).wave;
}

type Options = Context["options"];
const would = (options: Options): string => (options.dryRun === true ? "Would make" : "Made");
const prefixed = (options: Options, text: string): string =>
  options.dryRun === true ? `Nothing was changed. It would be so: ${text}` : text;
const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
