/**
 * What is asked. An instrument is data: a JSON file parsed by `parseInstrument`, immutable once used, named by its hash.
 * Values of a scale are integers in order, the higher the more favourable; values of a choice are short texts.
 */

/** A BCP 47 tag as the pages use it: `en`, `es`, `zh-Hans`. */
export type Language = string;
export type Text = Readonly<Record<Language, string>>;

/** Why there is no answer: don't know, prefer not to answer, left blank, routed past, version not shown, broken off. */
export const missingCodes = ["dk", "ref", "skip", "na", "notasked", "break"] as const;
export type MissingCode = (typeof missingCodes)[number];

export interface ScaleOption {
  readonly value: number;
  readonly label: Text;
  /** Counted by the favourable share ("top box"). */
  readonly favourable?: boolean;
}
export interface Scale {
  readonly options: readonly ScaleOption[];
}
export interface ChoiceOption {
  readonly value: string;
  readonly label: Text;
}

/** A condition over earlier items, as data; total, never evaluated as code. */
export type Condition =
  | { readonly item: string; readonly in: readonly (string | number)[] }
  | { readonly item: string; readonly answered: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

interface ItemBase {
  readonly id: string;
  readonly text: Text;
  readonly hint?: Text;
  readonly visibleIf?: Condition;
  /** Blocks sending while blank; only where "prefer not to answer" is offered. */
  readonly required?: boolean;
  /** Which non-answers are offered as buttons of their own. */
  readonly offers?: readonly ("dk" | "ref")[];
}
export interface ScaleItem extends ItemBase {
  readonly type: "scale";
  readonly scale: string;
}
export interface ChoiceItem extends ItemBase {
  readonly type: "choice";
  readonly options: readonly ChoiceOption[];
}
export interface ChoicesItem extends ItemBase {
  readonly type: "choices";
  readonly options: readonly ChoiceOption[];
}
export interface IntegerItem extends ItemBase {
  readonly type: "integer";
  readonly min: number;
  readonly max: number;
}
export interface TextItem extends ItemBase {
  readonly type: "text";
  readonly maxLength: number;
}
/** The resident's area, one of the department's areas. */
export interface AreaItem extends ItemBase {
  readonly type: "area";
}
export interface NoteItem extends ItemBase {
  readonly type: "note";
}
/** A heading over the items it holds; groups do not nest. */
export interface GroupItem extends ItemBase {
  readonly type: "group";
  readonly items: readonly string[];
  /** Its questions begin with another one from page to page, see `rotatedItems`. */
  readonly rotate?: boolean;
}
export type Item = ScaleItem | ChoiceItem | ChoicesItem | IntegerItem | TextItem | AreaItem | NoteItem | GroupItem;
/** Items that take an answer. */
export type Question = Exclude<Item, NoteItem | GroupItem>;

/**
 * A published measure: the mean of its scale items rescaled to 0-100 (`mean100`), answered when at least `minAnswered`
 * (default: half, rounded up) of them are. A measure of one item also publishes its distribution and favourable share.
 */
export interface Measure {
  readonly id: string;
  readonly label: Text;
  readonly items: readonly string[];
  readonly minAnswered?: number;
  /** Judged as a family by Holm; the rest by Benjamini-Hochberg. */
  readonly primary?: boolean;
}

/**
 * How a demographic is read from an answer into the categories of a margin: one entry per category; none for an item of type
 * `area`, whose categories are the department's areas.
 */
export interface Demographic {
  readonly id: string;
  readonly label: Text;
  readonly item: string;
  readonly categories: readonly {
    readonly id: string;
    readonly label: Text;
    /** Option values (choice, area, scale) that fall in the category; for `choices`, see `lib/survey/demographic.ts`. */
    readonly values?: readonly (string | number)[];
    /** Inclusive bounds, for an integer item. */
    readonly from?: number;
    readonly to?: number;
    /** Several choices: any of these boxes decides for the category, before all else. */
    readonly anyOf?: readonly string[];
    /** Several choices: the category of more than one box. */
    readonly several?: boolean;
  }[];
}

export interface Instrument {
  readonly id: string;
  readonly title: Text;
  /** Where the wording comes from and under which licence, for the codebook. */
  readonly credits?: string;
  readonly languages: readonly Language[];
  readonly scales: Readonly<Record<string, Scale>>;
  readonly items: readonly Item[];
  readonly measures: readonly Measure[];
  readonly demographics: readonly Demographic[];
}
