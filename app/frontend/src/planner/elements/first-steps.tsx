import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Fault } from "../../shared/fault.tsx";
import type { Word } from "../../shared/language.ts";
import { t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";
import { format, mayPlan } from "../session.ts";
import { useLoaded } from "./loading.ts";

/** What an organisation has of all that a first plan needs. */
interface FirstSteps {
  roads: number;
  centres: number;
  centres_without_roads: number;
  drivers: number;
  vehicles: number;
  requests: number;
}

interface Step {
  word: Word;
  why: Word;
  href: string;
  count: number;
}

/** In the order in which each needs the one before. */
function stepsOf(have: FirstSteps): Step[] {
  return [
    { word: "setup-roads", why: "setup-roadsWhy", href: "/network/roads", count: have.roads },
    have.centres > 0 && have.centres_without_roads === have.centres
      ? { word: "setup-choose", why: "setup-chooseWhy", href: "/network/sites", count: 0 }
      : { word: "setup-centre", why: "setup-centreWhy", href: "/network/sites?add=centre", count: have.centres },
    { word: "setup-drivers", why: "setup-driversWhy", href: "/network/fleet?add=driver", count: have.drivers },
    { word: "setup-trucks", why: "setup-trucksWhy", href: "/network/fleet?add=truck", count: have.vehicles },
    { word: "setup-requests", why: "setup-requestsWhy", href: "/requests/import", count: have.requests },
  ];
}

const PATH = "/api/v1/first-steps";

/** The first day as a list: what is there, what comes next. */
export function FirstStepsPage(): JSX.Element {
  const have = useLoaded<FirstSteps>(PATH);
  if (have.error)
    return (
      <main id="main" class="lone">
        <Fault error={have.error} />
      </main>
    );
  if (!have.data)
    return (
      <main id="main" class="lone" aria-busy="true">
        <p class="quiet-text">{t("board-loading")}</p>
      </main>
    );
  return (
    <main id="main" class="lone first-steps">
      <h1>{t("setup-title")}</h1>
      <Steps have={have.data} />
    </main>
  );
}

function Steps({ have }: { have: FirstSteps }): JSX.Element {
  const { follow } = useRouter();
  const steps = stepsOf(have);
  const next = steps.find((step) => step.count === 0);
  return (
    <ol>
      {steps.map((step) => (
        <li key={step.word} class={step.count ? "is-there" : ""}>
          <span class="step-words">
            <b>{t(step.word)}</b>
            <span class="quiet-text">{t(step.why)}</span>
          </span>
          {step.count > 0 && <span class="condition">✓ {format.number(step.count)}</span>}
          {step.count === 0 && mayPlan && (
            <a class={step === next ? "button primary" : "button"} href={step.href} onClick={follow}>
              {t(step === next ? "setup-go" : "setup-goLater")}
            </a>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The next step of the first day, while something is missing; reloads when `turn` grows. */
export function NextStep({ turn, here }: { turn: number; here: string }): JSX.Element | null {
  const { follow } = useRouter();
  const have = useLoaded<FirstSteps>(PATH);
  useEffect(() => {
    if (turn > 0) have.reload();
  }, [turn]);
  if (!have.data || !mayPlan) return null;
  const steps = stepsOf(have.data);
  const next = steps.find((step) => step.count === 0);
  // On the page itself its own button is in view; an organisation that has planned before needs no list.
  if (!next || next.href.startsWith(here)) return null;
  return (
    <p class="next-step" role="status">
      <span>{t("setup-next", { done: steps.filter((step) => step.count > 0).length, all: steps.length })}</span>
      <a class="button primary" href={next.href} onClick={follow}>
        {t(next.word)}
      </a>
      <span class="quiet-text">{t(next.why)}</span>
    </p>
  );
}
