import type { JSX } from "preact";
import { Icon } from "../../shared/icons.tsx";
import { t } from "../../shared/language.ts";
import { StageMark } from "./stages.tsx";
import { limitsOf } from "./study-layers.ts";
import type { Answer, Study } from "./types.ts";

export function BandLegend({ study, answer }: { study: Study; answer: Answer | null | undefined }): JSX.Element {
  return (
    <ul class="band-legend" aria-label={t("coverage-bands")}>
      {bandWords(study).map((word, band) => (
        <li key={word}>
          <span class={`band band-${band}`} /> {word}
        </li>
      ))}
      {answer?.stages?.map((stage, number) => (
        <li key={number}>
          <StageMark stage={number} />{" "}
          {stage.year === undefined
            ? t("coverage-stage", { n: number + 1 })
            : t("coverage-fromYear", { year: stage.year })}
        </li>
      ))}
      {!answer?.stages && (
        <li>
          <span class="mark-open" /> {t("coverage-open")}
        </li>
      )}
      <li>
        <span class="mark-candidate" /> {t("coverage-candidate")}
      </li>
      <li>
        <Icon name="lock" size={14} /> {t("coverage-existing")}
      </li>
    </ul>
  );
}

export function bandWords(study: Study): string[] {
  const minutes = study.measure === "duration_s";
  const near = limitsOf(study).map((limit) =>
    t(minutes ? "coverage-band-min" : "coverage-band-km", { n: limit / (minutes ? 60 : 1000) }),
  );
  return [...near, t("coverage-band-beyond"), t("coverage-band-none")];
}
