import type { JSX } from "preact";
import { FaultText } from "../shared/fault.tsx";
import { Icon } from "../shared/icons.tsx";
import { t, tOr } from "../shared/language.ts";
import { Bottom, Tabs } from "./frame.tsx";
import { format } from "./page.ts";
import { inOrder } from "./queue.ts";
import { useDriver } from "./session.ts";
import type { Day, StoredReport } from "./types.ts";

/** Every report of the day: kept here, received, or in need of a look. */
export function OutboxScreen({ day }: { day: Day }): JSX.Element {
  const { reports, unsent, sending, send } = useDriver();
  const shown = inOrder(reports.value).reverse();
  return (
    <>
      <main class="reading outbox">
        <h1>{t("outbox-title")}</h1>
        <p class="quiet-text">
          {unsent.value.length ? t("outbox-waiting", { n: unsent.value.length }) : t("outbox-all")}
        </p>
        <ul>
          {shown.map((report) => (
            <Row key={report.id} day={day} report={report} />
          ))}
        </ul>
        {!shown.length && <p class="quiet-text">{t("outbox-none")}</p>}
      </main>
      <Bottom>
        <button
          type="button"
          class="main-button"
          disabled={sending.value || !unsent.value.length}
          onClick={() => void send()}
        >
          {t(sending.value ? "outbox-sending" : "outbox-send")}
        </button>
        <Tabs here={null} />
      </Bottom>
    </>
  );
}

const MARKS = {
  kept: ["clock", "mark-kept"],
  received: ["doubleCheck", "mark-received"],
  refused: ["warning", "mark-look"],
} as const;

function Row({ day, report }: { day: Day; report: StoredReport }): JSX.Element {
  const visit = day.route.visits.find((one) => one.id === report.visit);
  const [icon, word] = MARKS[report.state];
  return (
    <li class={report.state}>
      <span>
        <b>{tOr("event", report.kind)}</b> {visit ? visit.name || tOr("kind", visit.kind) : ""}
        {report.kg !== null ? ` ${format.mass(report.kg)}` : ""}
        {report.reason ? ` · ${tOr("fail", report.reason)}` : ""}
        <span class="quiet-text"> {format.instant(report.at)}</span>
      </span>
      <span class="outbox-mark">
        <Icon name={icon} size={20} /> {t(word)}
      </span>
      {report.faults.map((fault) => (
        <FaultText key={fault.code} fault={fault} />
      ))}
    </li>
  );
}
