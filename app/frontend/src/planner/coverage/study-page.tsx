import "./coverage.css";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Progress } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";
import { format, mayStudy } from "../session.ts";
import { AnswerPanel } from "./answer.tsx";
import { followScenario } from "./live.ts";
import { QuestionForm } from "./question.tsx";
import { ask } from "./question-text.ts";
import { ScenarioTable } from "./scenario-table.tsx";
import { Check } from "./study-check.tsx";
import { StudyMap } from "./study-map.tsx";
import { letter, type Scenario, type Shown, type Study } from "./types.ts";

type Moved = Record<number, [number, number]>;

/** One study: its question left, the map, the answer right, its scenarios below. */
export function StudyPage({ id }: { id: string }): JSX.Element {
  const { param, setParams, go } = useRouter();
  const path = `/api/v1/studies/${encodeURIComponent(id)}`;
  const [study, setStudy] = useState<Study | null>(null);
  const [scenario, setScenario] = useState<Scenario | null>(null);
  const [byHand, setByHand] = useState<Shown | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [progress, setProgress] = useState<Progress | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const asked = useRef(0);
  const [besideShown, setBeside] = useState<Scenario | null>(null);
  const chosen = param("scenario") ?? study?.scenarios.at(-1)?.id ?? null;
  const beside = param("beside") === chosen ? null : param("beside");

  const load = (): void => {
    call<Study>(path).then(setStudy, setFault);
  };
  useEffect(load, [path]);
  useEffect(() => {
    if (study) document.title = `${study.name} · ${t("app-name")}`;
  }, [study?.name]);
  useEffect(() => {
    setBeside(null);
    if (beside) call<Scenario>(`${path}/scenarios/${encodeURIComponent(beside)}`).then(setBeside, setFault);
  }, [path, beside]);
  useEffect(() => {
    setByHand(null);
    setScenario(null);
    if (!chosen) return;
    return followScenario(
      `${path}/scenarios/${encodeURIComponent(chosen)}`,
      (next) => {
        setScenario(next);
        if (next.status !== "queued" && next.status !== "running") {
          setProgress(null);
          load();
        }
      },
      setProgress,
      setFault,
    );
  }, [chosen]);

  if (!study)
    return (
      <main id="main" class="lone" aria-busy={!fault}>
        {fault ? <Fault error={fault} /> : <p class="quiet-text">{t("board-loading")}</p>}
      </main>
    );
  const shown = byHand ?? shownOf(scenario);
  // The list was loaded before the search began: how it goes is known from the scenario itself.
  const scenarios = study.scenarios.map((one) => (one.id === scenario?.id ? { ...one, status: scenario.status } : one));

  const look = (open: number[], moved: Moved, stage?: number): void => {
    const number = ++asked.current;
    setWaiting(true);
    const { stage: _before, ...now } = shown ?? { figures: {}, nearest: [], reach: null };
    const mark = stage === undefined ? {} : { stage };
    setByHand({ ...now, ...mark, open, moved });
    const added = open
      .filter((column) => moved[column])
      .map((column) => ({ lon: moved[column]![0], lat: moved[column]![1] }));
    const radius = scenario?.question.radius;
    call<Pick<Shown, "figures" | "nearest" | "reach">>(`${path}/coverage`, {
      method: "POST",
      body: { open: open.filter((column) => !moved[column]), added, ...(radius ? { radius } : {}) },
    }).then(
      (found) => {
        if (number === asked.current) {
          setByHand({ ...found, ...mark, open, moved });
          setWaiting(false);
          setFault(null);
        }
      },
      (error: unknown) => {
        if (number === asked.current) {
          setByHand(null);
          setWaiting(false);
          setFault(error);
        }
      },
    );
  };
  const toggle = (column: number): void => {
    const open = shown?.open ?? [];
    const { [column]: _gone, ...moved } = shown?.moved ?? {};
    look(open.includes(column) ? open.filter((one) => one !== column) : [...open, column].sort((a, b) => a - b), moved);
  };
  const choose = (made: Scenario): void => {
    setParams({ scenario: made.id });
    load();
  };
  const remove = async (): Promise<void> => {
    if (!confirm(t("coverage-deleteSure"))) return;
    await call(path, { method: "DELETE" }).then(() => go("/coverage"), setFault);
  };
  return (
    <main id="main" class="study">
      <h1 class="hidden">{study.name}</h1>
      <section class="study-question" aria-labelledby="question-title">
        <h2 id="question-title">{study.name}</h2>
        <QuestionForm study={study} onAsked={choose} />
        {study.checks.length > 0 && (
          <details class="study-checks">
            <summary>{t("coverage-checks", { n: study.checks.length })}</summary>
            <div>
              {study.checks.map((one, number) => (
                <Check key={number} fault={one} />
              ))}
            </div>
          </details>
        )}
        {mayStudy && (
          <button type="button" class="quiet" onClick={() => void remove()}>
            {t("coverage-delete")}
          </button>
        )}
      </section>
      <section class={beside ? "study-map two" : "study-map"} aria-label={t("board-map")}>
        <div class="map-half">
          {beside && scenario && <p class="map-title">{titleOf(scenario)}</p>}
          <StudyMap
            key={beside ? "half" : "whole"}
            study={study}
            answer={scenario?.answer}
            shown={shown}
            onToggle={toggle}
            onMove={(column, to) => look(shown?.open ?? [], { ...shown?.moved, [column]: to })}
          />
        </div>
        {beside && (
          <div class="map-half">
            {besideShown && <p class="map-title">{titleOf(besideShown)}</p>}
            {besideShown && <StudyMap study={study} answer={besideShown.answer} shown={shownOf(besideShown)} />}
          </div>
        )}
      </section>
      <section class="study-answer" aria-labelledby="answer-title" tabIndex={0}>
        <h2 id="answer-title">{t("coverage-answer")}</h2>
        {fault ? <Fault error={fault} /> : null}
        <AnswerPanel
          study={study}
          scenario={scenario}
          shown={shown}
          progress={progress}
          byHand={byHand !== null}
          waiting={waiting}
          onToggle={toggle}
          onStage={(stage) => look(scenario?.answer?.stages?.[stage]?.open ?? [], {}, stage)}
          onReset={() => {
            asked.current += 1;
            setWaiting(false);
            setByHand(null);
          }}
          onRadius={(radius) => {
            if (scenario) ask(study, { ...scenario.question, radius }, 30).then(choose, setFault);
          }}
          onChanged={load}
        />
      </section>
      <section class="study-scenarios" aria-labelledby="scenarios-title" tabIndex={0}>
        <h2 id="scenarios-title">{t("coverage-scenarios")}</h2>
        <ScenarioTable
          study={{ ...study, scenarios }}
          chosen={chosen}
          beside={beside}
          onChoose={(one) => setParams({ scenario: one })}
          onBeside={(one) => setParams({ beside: one })}
        />
      </section>
    </main>
  );
}

function titleOf(scenario: Scenario): string {
  const { covered, points } = scenario.figures;
  const share = covered === undefined ? "" : ` · ${format.number(covered * 100, 1)} %`;
  return `${letter(scenario.number)} · ${t("coverage-pointsCount", { n: points ?? 0 })}${share}`;
}

function shownOf(scenario: Scenario | null): Shown | null {
  const answer = scenario?.answer;
  if (!scenario || !answer?.nearest) return null;
  return {
    open: answer.open,
    moved: {},
    figures: scenario.figures,
    nearest: answer.nearest,
    reach: answer.reach ?? null,
  };
}
