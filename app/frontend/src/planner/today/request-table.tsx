import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PickupRequest } from "../../api/types.ts";
import { clock } from "../../shared/format.ts";
import { nameOf, t, tOr } from "../../shared/language.ts";
import { format } from "../session.ts";

const PAGE = 100;

/** The day's requests, a hundred to a page. */
export function RequestTable({ requests, date }: { requests: readonly PickupRequest[]; date: string }): JSX.Element {
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(requests.length / PAGE));
  const at = Math.min(page, pages - 1);
  if (!requests.length) {
    return (
      <section aria-labelledby="requests-title">
        <h2 id="requests-title">{t("today-requests")}</h2>
        <p class="empty">{t("today-noRequests")}</p>
      </section>
    );
  }
  return (
    <section class="requests" aria-labelledby="requests-title">
      <h2 id="requests-title">
        {t("today-requests")} <span class="count">{requests.length}</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("column-place")}</th>
            <th scope="col">{t("column-what")}</th>
            <th scope="col">{t("column-window")}</th>
            <th scope="col" class="number">
              {t("column-kg")}
            </th>
            <th scope="col" class="number">
              {t("column-litres")}
            </th>
            <th scope="col">{t("column-status")}</th>
          </tr>
        </thead>
        <tbody>
          {requests.slice(at * PAGE, (at + 1) * PAGE).map((request) => (
            <Row key={request.ref} request={request} date={date} />
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <nav class="pages" aria-label={t("table-pages")}>
          <button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>
            {t("table-previous")}
          </button>
          <span>
            {at + 1} / {pages}
          </span>
          <button type="button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
            {t("table-next")}
          </button>
        </nav>
      )}
    </section>
  );
}

function Row({ request, date }: { request: PickupRequest; date: string }): JSX.Element {
  const start = `${date}T00:00:00`;
  const conditions = [
    ...new Set(request.items.map((item) => item.condition).filter((condition) => condition && condition !== "intact")),
  ];
  return (
    <tr>
      <td>
        <span class="cell-main">{request.name}</span>
        <span class="code">{request.ref}</span>
      </td>
      <td>
        {request.items.map((item) => `${nameOf(item)} ×${item.quantity}`).join(", ")}
        {conditions.map((condition) => (
          <span key={condition} class="condition">
            {tOr("condition", condition)}
          </span>
        ))}
      </td>
      <td>
        {request.windows.map(([from, to]) => (
          <span key={from} class="window">
            {clock(start, from)}–{clock(start, to)}
          </span>
        ))}
      </td>
      <td class="number">{format.number(request.kg)}</td>
      <td class="number">{format.number(request.litres)}</td>
      <td>{tOr("request", request.status)}</td>
    </tr>
  );
}
