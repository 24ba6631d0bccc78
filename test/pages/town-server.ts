import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { checkReceipt } from "../../functions/check-receipt/check-receipt.ts";
import { submitDoor } from "../../functions/submit-response/door.ts";
import { surveyPage } from "../../functions/survey-page/survey-page.ts";
import { answerOf, during, eventOf, formEvent, type Town } from "../functions/resident-town.ts";

export interface TownServer {
  readonly origin: string;
  /** Ms since 1970; it stands still in the middle of the wave until then. */
  setClock(at: number): void;
  close(): void;
}

/** The functions of residents behind a plain server: the events that API Gateway would send, and nothing in between. */
export async function serveTown(town: Town): Promise<TownServer> {
  let now = during;
  const get = surveyPage(town.needs);
  const post = submitDoor(town.needs);
  const check = checkReceipt(town.needs);
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://town.test");
    const link = pathname.split("/")[2] ?? "";
    const ask = { path: pathname, link, query: Object.fromEntries(searchParams), at: now };
    const { status, headers, body } =
      pathname === "/check"
        ? await answerOf(
            check,
            eventOf({ ...ask, method: request.method as "GET" | "POST", body: await text(request) }),
          )
        : request.method === "POST"
          ? await answerOf(post, formEvent({}, { ...ask, body: await text(request) }))
          : await answerOf(get, eventOf(ask));
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setClock: (at) => {
      now = at;
    },
    close: () => server.close(),
  };
}
