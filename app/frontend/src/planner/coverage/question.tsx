import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { WEEKDAYS } from "../elements/weekdays.ts";
import { mayStudy } from "../session.ts";
import { ask, NUMBERS, numbersIn, unitOf } from "./question-text.ts";
import { type Model, pointsOf, type Question, type Scenario, type Study } from "./types.ts";

const MODELS: readonly Model[] = ["set_cover", "max_cover", "p_median", "p_center"];

/** With one day more or less; the last one stays. */
function toggled(days: readonly number[], day: number): readonly number[] {
  const next = WEEKDAYS.filter((one) => days.includes(one) !== (one === day));
  return next.length ? next : days;
}

/** What the study is asked, in people's words. */
export function QuestionForm({ study, onAsked }: { study: Study; onAsked: (made: Scenario) => void }): JSX.Element {
  const [model, setModel] = useState<Model>("set_cover");
  const [radius, setRadius] = useState(30);
  const [count, setCount] = useState(Math.min(5, pointsOf(study.content).length));
  const [stages, setStages] = useState("");
  const [years, setYears] = useState("");
  const [keep, setKeep] = useState(true);
  const [seconds, setSeconds] = useState(30);
  const [priced, setPriced] = useState(true);
  const [trucks, setTrucks] = useState("");
  const [container, setContainer] = useState(300);
  const [days, setDays] = useState<readonly number[]>([0, 1, 2, 3, 4, 5]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const minutes = study.measure === "duration_s";
  const staged = (model === "max_cover" || model === "p_median") && stages.trim() !== "";
  const needsCount = model !== "set_cover" && !staged;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    // The radius is what every answer is told by, also where the model does not need it.
    const collection = priced
      ? { container_kg: container, weekdays: [...days], ...(trucks ? { trucks: Number(trucks) } : {}) }
      : { seconds: 0 };
    const question: Question = {
      model,
      radius: radius * unitOf(study),
      keep_existing: keep,
      ...(needsCount ? { p: count } : {}),
      ...(staged ? { stages: numbersIn(stages), ...(years.trim() ? { stage_years: numbersIn(years) } : {}) } : {}),
      collection,
    };
    try {
      onAsked(await ask(study, question, seconds));
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <form class="question-form" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{t("coverage-model")}</legend>
        {MODELS.map((one) => (
          <label key={one} class="choice">
            <input type="radio" name="model" value={one} checked={model === one} onChange={() => setModel(one)} />{" "}
            {t(`model-${one}`)}
          </label>
        ))}
      </fieldset>
      <label>
        {t(minutes ? "coverage-withinMin" : "coverage-withinKm")}
        <input
          type="number"
          name="radius"
          min={0.1}
          max={10000}
          step="any"
          required
          value={radius}
          onInput={(event) => setRadius(event.currentTarget.valueAsNumber)}
        />
      </label>
      {needsCount && (
        <label>
          {t("coverage-count")}
          <input
            type="number"
            name="p"
            min={1}
            max={pointsOf(study.content).length}
            required
            value={count}
            onInput={(event) => setCount(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      {(model === "max_cover" || model === "p_median") && (
        <details class="collection">
          <summary>{t("coverage-inStages")}</summary>
          <label>
            {t("coverage-stageCounts")}
            <input
              name="stages"
              pattern={NUMBERS}
              placeholder="5, 9, 14"
              title={t("coverage-stageHint")}
              value={stages}
              onInput={(event) => setStages(event.currentTarget.value)}
            />
          </label>
          <label>
            {t("coverage-stageYears")}
            <input
              name="stage-years"
              pattern={NUMBERS}
              placeholder="2026, 2027, 2028"
              title={t("coverage-stageHint")}
              value={years}
              onInput={(event) => setYears(event.currentTarget.value)}
            />
          </label>
          <p class="quiet-text">{t("coverage-stageHint")}</p>
        </details>
      )}
      {(study.content.existing?.length ?? 0) > 0 && (
        <label class="choice">
          <input type="checkbox" checked={keep} onChange={() => setKeep(!keep)} /> {t("coverage-keep")}
        </label>
      )}
      <details class="collection">
        <summary>{t("coverage-collection")}</summary>
        <label class="choice">
          <input type="checkbox" name="priced" checked={priced} onChange={() => setPriced(!priced)} />{" "}
          {t("coverage-price")}
        </label>
        <label>
          {t("coverage-trucks")}
          <input
            type="number"
            name="trucks"
            min={1}
            max={200}
            disabled={!priced}
            placeholder={t("coverage-trucksUsual")}
            value={trucks}
            onInput={(event) => setTrucks(event.currentTarget.value)}
          />
        </label>
        <label>
          {t("coverage-container")}
          <input
            type="number"
            name="container"
            min={1}
            max={1000000}
            required
            disabled={!priced}
            value={container}
            onInput={(event) => setContainer(event.currentTarget.valueAsNumber)}
          />
        </label>
        <fieldset disabled={!priced}>
          <legend>{t("coverage-weekdays")}</legend>
          <div class="weekdays">
            {WEEKDAYS.map((day) => (
              <label key={day} class="choice">
                <input type="checkbox" checked={days.includes(day)} onChange={() => setDays(toggled(days, day))} />{" "}
                {t(`day-${day}`)}
              </label>
            ))}
          </div>
        </fieldset>
      </details>
      <label>
        {t("coverage-seconds")}
        <input
          type="number"
          min={1}
          max={3600}
          required
          value={seconds}
          onInput={(event) => setSeconds(event.currentTarget.valueAsNumber)}
        />
      </label>
      {mayStudy ? (
        <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
          {t("coverage-study")}
        </button>
      ) : (
        <p class="quiet-text">{t("coverage-reader")}</p>
      )}
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}
