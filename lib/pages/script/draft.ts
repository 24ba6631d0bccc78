import type { Field } from "./shown.ts";

/** What a device keeps of one link and wave. */
export interface Kept {
  /** The form as it would be sent, the page's own fields among them; absent once it is sent. */
  readonly fields?: readonly Field[] | undefined;
  /** The question that was open; empty: the first screen. */
  readonly at: string;
  /** “Send” was pressed, and nothing has acknowledged it yet. */
  readonly isPending: boolean;
  /** Of the last change: days since 1970. */
  readonly day: number;
}

/** The part of `localStorage` that is needed. */
export interface KeepingPlace {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
  key(index: number): string | null;
  readonly length: number;
}

export interface Drafts {
  readonly keyOf: (wave: string) => string;
  read(wave: string): Kept | undefined;
  write(wave: string, kept: Omit<Kept, "day">): void;
  remove(wave: string): void;
  /** Other waves of this link of which something is kept. */
  others(wave: string): readonly string[];
}

const prefix = "mutual-trust/";
/** Nothing stays longer than this many days, sent or not. */
const mostDays = 60;

/**
 * The unsent answers of a link, one submission per wave, shared by all tabs of a browser.
 * @param place undefined, or one that refuses: kept only as long as the page is open
 * @param today days since 1970
 */
export function draftsOf(place: KeepingPlace | undefined, link: string, today: number): Drafts {
  const memory = new Map<string, string>();
  const keyOf = (wave: string): string => `${prefix}${link}/${wave}`;
  const attempt = <Value>(act: (place: KeepingPlace) => Value): Value | undefined => {
    try {
      return place && act(place);
    } catch {
      // Full, or forbidden: what is in memory has to do.
      return undefined;
    }
  };
  const read = (key: string): Kept | undefined => {
    const text = attempt((place) => place.getItem(key)) ?? memory.get(key);
    try {
      return text === undefined ? undefined : (JSON.parse(text) as Kept);
    } catch {
      return undefined;
    }
  };
  const remove = (key: string): void => {
    memory.delete(key);
    attempt((place) => place.removeItem(key));
  };
  const keys = (): string[] =>
    attempt((place) =>
      Array.from({ length: place.length }, (_, at) => place.key(at) ?? "").filter((key) => key.startsWith(prefix)),
    ) ?? [];

  for (const key of keys()) if (!((read(key)?.day ?? 0) > today - mostDays)) remove(key);
  return {
    keyOf,
    read: (wave) => read(keyOf(wave)),
    write(wave, kept) {
      const text = JSON.stringify({ ...kept, day: today });
      memory.set(keyOf(wave), text);
      attempt((place) => place.setItem(keyOf(wave), text));
    },
    remove: (wave) => remove(keyOf(wave)),
    others: (wave) =>
      keys().flatMap((key) => (key.startsWith(keyOf("")) && key !== keyOf(wave) ? [key.slice(keyOf("").length)] : [])),
  };
}
