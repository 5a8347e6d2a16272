// How things are said.
import type { GenerationState, Stage } from "./types";

export const credits = (count: number): string => `${count} ${count === 1 ? "credit" : "credits"}`;

export const money = (minor: number, currency: string): string => {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
};

/** How long something lasts, from months. */
export const lasting = (months: number): string =>
  months === 12 ? "a year" : months % 12 === 0 ? `${months / 12} years` : months === 1 ? "a month" : `${months} months`;

const DAY = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const TIME = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
export const day = (at: string): string => DAY.format(new Date(at));
export const time = (at: string): string => TIME.format(new Date(at));

export const STAGES: Record<Stage, string> = {
  decode: "Reading the photo",
  foreground: "Cutting out the object",
  model: "Guessing the shape",
  isosurface: "Finding the surface",
  mesh: "Building the mesh",
  export: "Writing the files",
};

export const STATES: Record<GenerationState, string> = {
  QUEUED: "Waiting",
  RUNNING: "Running",
  SUCCEEDED: "Succeeded",
  FAILED: "Failed",
  CANCELED: "Canceled",
};

/** Models that may be named otherwise than by their files. */
const MODELS: Record<string, string> = {
  silhouette: "Silhouette, a quick preview",
  triposr: "TripoSR, a network",
};
export const modelName = (name: string): string => MODELS[name] ?? name;

/** The kinds of fault that give credits back. */
export const FAULTS: Record<string, string> = {
  processing_error: "AI processing error",
  timeout: "Server timeout",
  crash: "Server crash",
  infrastructure: "Infrastructure fault",
  file_processing: "File processing error",
};

/** A change, with its sign. */
export const signed = (count: number): string => (count > 0 ? `+${count}` : count < 0 ? `−${-count}` : "0");

const ENTRIES: Record<string, string> = {
  grant: "Credits added",
  hold: "Generation started",
  commit: "Generation charged",
  void: "Generation not charged",
  purchase: "Credits bought",
  expiry: "Credits expired",
  freeze: "Kept back by a dispute",
  unfreeze: "Freed, dispute won",
  forfeit: "Taken back, money returned",
  clawback: "Taken back, money returned",
  restore: "Restored, money came in",
};

/** Words for what the API names with underscores. */
export const plain = (name: string): string => {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const entry = (kind: string): string => ENTRIES[kind] ?? plain(kind);

/** An id, short enough for a line. */
export const short = (id: string): string => (id.length > 14 ? `${id.slice(0, 12)}…` : id);
