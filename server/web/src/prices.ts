// What a model costs, by what is chosen for it.
import type { PriceRule, Prices } from "./types";

/** The resolutions that the page offers, in words. */
export const DETAIL = [
  ["128", "Coarse, quick"],
  ["256", "Normal"],
  ["384", "Fine"],
  ["512", "Very fine"],
] as const;
export type Detail = (typeof DETAIL)[number][0];

/** In credits. The first rule that fits counts. */
export function priceOf(prices: Prices, model: string | undefined, detail: Detail): number {
  const fits = (rule: PriceRule) => (rule.model === null || rule.model === model) && (rule.resolution_from ?? 0) <= Number(detail);
  return prices.rules.find(fits)?.credits ?? prices.default;
}
