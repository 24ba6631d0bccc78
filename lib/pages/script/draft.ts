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

/** The part of `localStorage` that is needed; its own keys are what it holds. */
export interface KeepingPlace {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
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
 * @param place undefined, or one that refuses: nothing is kept, and the page does without
 * @param today days since 1970
 */
export function draftsOf(place: KeepingPlace | undefined, link: string, today: number): Drafts {
  const keyOf = (wave: string): string => `${prefix}${link}/${wave}`;
  const attempt = <Value>(act: (place: KeepingPlace) => Value): Value | undefined => {
    try {
      return place && act(place);
    } catch {
      return undefined;
    }
  };
  const read = (key: string): Kept | undefined =>
    attempt((place) => JSON.parse(place.getItem(key) ?? "null") ?? undefined);
  const remove = (key: string): void => attempt((place) => place.removeItem(key));
  const keys = (): string[] => attempt((place) => Object.keys(place).filter((key) => key.startsWith(prefix))) ?? [];

  for (const key of keys()) if (!((read(key)?.day ?? 0) > today - mostDays)) remove(key);
  return {
    keyOf,
    read: (wave) => read(keyOf(wave)),
    write(wave, kept) {
      const key = keyOf(wave);
      const text = JSON.stringify({ ...kept, day: today });
      const isKept = attempt((place) => [place.setItem(key, text)]);
      // Where it is full, what was kept before must not come back in the place of what is newer.
      if (!isKept) remove(key);
    },
    remove: (wave) => remove(keyOf(wave)),
    others: (wave) =>
      keys()
        .filter((key) => key.startsWith(keyOf("")) && key !== keyOf(wave))
        .map((key) => key.slice(keyOf("").length)),
  };
}
