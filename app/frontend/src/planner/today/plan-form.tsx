import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { call } from "../../api/client.ts";
import type { Today } from "../../api/types.ts";
import { Fault } from "../../shared/fault.tsx";
import { t } from "../../shared/language.ts";
import { useRouter } from "../router.ts";

interface PlanFormProps {
  centre: string;
  date: string;
  today: Today | null;
  requests: number;
}

const CHOICES_S = [5, 10, 30, 60, 120] as const;

/** The big button: plan the day, searching for so many seconds. */
export function PlanForm({ centre, date, today, requests }: PlanFormProps): JSX.Element {
  const { go, follow } = useRouter();
  const [seconds, setSeconds] = useState(10);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const planned = today?.plan_id ?? null;
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const made = await call<{ id: string }>("/api/v1/plans", { method: "POST", body: { centre, date, seconds } });
      go(`/plans/${made.id}`);
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <form class="plan-form" onSubmit={(event) => void submit(event)}>
      <label>
        {t("today-seconds")}
        <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))}>
          {CHOICES_S.map((choice) => (
            <option key={choice} value={choice}>
              {t("today-secondsChoice", { n: choice })}
            </option>
          ))}
        </select>
      </label>
      {planned && (
        <a class="button" href={`/plans/${planned}`} onClick={follow}>
          {t("today-open")}
        </a>
      )}
      <button
        type="submit"
        class="primary big"
        disabled={busy || requests === 0}
        aria-busy={busy}
        title={requests === 0 ? t("today-nothingToPlan") : undefined}
      >
        {busy ? t("today-starting") : t(planned ? "board-again" : "today-plan")}
      </button>
      {fault ? <Fault error={fault} /> : null}
    </form>
  );
}
