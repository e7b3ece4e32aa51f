import { t } from "../../shared/language.ts";
import { format } from "../session.ts";
import type { Study } from "./types.ts";

/** A way in the study's measure: minutes or kilometres. */
export function distanceText(study: Study, way: number | null | undefined): string {
  if (way === null || way === undefined) return "–";
  return study.measure === "duration_s" ? format.duration(way) : format.km(way);
}

export function withinText(study: Study, within: number): string {
  return study.measure === "duration_s"
    ? t("coverage-inMin", { n: +(within / 60).toFixed(1) })
    : t("coverage-inKm", { n: +(within / 1000).toFixed(1) });
}
